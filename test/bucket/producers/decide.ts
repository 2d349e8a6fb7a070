import { aws_s3 as s3, CfnResource, Stack } from 'aws-cdk-lib';
import { DocumentedRequest } from './producer';
import { BucketFacts, GrantFacts } from '../../../src/facts/bucket-facts';
import { GranteeFacts } from '../../../src/facts/grantee-facts';
import { evaluate, matchesStatement } from '../../../src/policy/evaluate';
import { PolicyDocument } from '../../../src/policy/policy-document';
import { PolicyRequest } from '../../../src/policy/policy-request';
import { grantOfStatements } from '../../../src/policy/questions/dead-grants';
import { AskedPolicy, askedPolicy } from '../../../src/rules/asked-policy';
import { BucketIndex } from '../../../src/synth/bucket-index';
import { symbol } from '../../../src/template/symbol';
import { ACCOUNT, ENV } from '../../perimeter/decisions';

/** Decides a documented request by the final policies; answers why it is refused, or nothing. */
export function refusal(index: BucketIndex, bucket: s3.Bucket, asked: DocumentedRequest): string | undefined {
  const facts = index.of(bucket.node.defaultChild as CfnResource).bucket!;
  const policy = askedPolicy(facts.policies[0], facts);
  const { keyAccess, algorithm, key } = facts.encryption;
  const stack = Stack.of(bucket);
  const identity = identityOf(stack, asked, facts);
  if ('role' in asked.by && !identity) {
    return `nothing is allowed to ${asked.by.role}`;
  }
  const request = requestOf(stack, asked, policy, identity, key.known ? key.value : undefined);
  const onBucket = evaluate(policy.document, request);
  const byIdentity = identity !== undefined && allowedBy(facts.grants, identity, request, policy);
  if (onBucket.decision !== 'Allow' && !(onBucket.decision === 'ImplicitDeny' && byIdentity)) {
    return `the bucket: ${onBucket.decision} (${onBucket.statements.map(({ sid, index: at }) => sid ?? at).join(', ')}) ${JSON.stringify(request)}`;
  }
  const onKey = algorithm.known && algorithm.value?.startsWith('aws:kms') && asked.encryption !== 'AES256' ? asked.onKey ?? [] : [];
  for (const action of onKey) {
    const document = keyAccess.policy.known ? keyAccess.policy.value : undefined;
    const ofKey: PolicyRequest = { ...request, action, resource: policy.standIn(key.known ? key.value! : '*'), context: keyContext(request, policy) };
    const root = `arn:aws:iam::${ACCOUNT}:root`;
    const statements = document!.statements.map((statement) => policy.standInStatement(statement));
    const isRoot = ({ principals }: PolicyDocument['statements'][number]) => principals.some(({ value }) => value === root);
    const { decision } = evaluate({ ...document!, statements: statements.filter((statement) => !isRoot(statement)) }, ofKey);
    if (decision !== 'Allow' && !(decision === 'ImplicitDeny' && identity && allowedBy(keyAccess.grants, identity, ofKey, policy))) {
      return `the key: ${decision} ${JSON.stringify(ofKey)}`;
    }
  }
  return undefined;
}

function identityOf(stack: Stack, { by }: DocumentedRequest, { encryption: { keyAccess }, grants }: BucketFacts): GranteeFacts | undefined {
  if (!('role' in by)) {
    return undefined;
  }
  const ref = refOf(stack, by.role);
  // Grants on this bucket are for roles of its stack; their names may be those of roles elsewhere.
  return grants.map(({ grantee }) => grantee).find(({ name }) => ref.endsWith(`#${name}⟧`)) ?? keyAccess.identities.find(({ arns }) => arns.some((arn) => arn.includes(ref)));
}

/** An identity's policy allows it; one of its own account, so that this is enough. */
function allowedBy(grants: readonly GrantFacts[], { arns }: GranteeFacts, request: PolicyRequest, policy: AskedPolicy): boolean {
  return grants.filter(({ grantee }) => grantee.arns.join() === arns.join()).some(({ statement, version }) => {
    const document: PolicyDocument = { ...grantOfStatements([policy.standInStatement(statement)], version), isIdentityPolicy: true };
    return document.statements.every((one) => matchesStatement(document, one, request) === 'yes');
  });
}

/** What a construct of the stack is called at deployment. */
function refOf(stack: Stack, path: string): string {
  const found = stack.node.findAll().find(({ node }) => node.path === `${stack.node.path}/${path}`);
  if (!found) {
    throw new Error(`there is no ${path}: there are ${stack.node.findAll().filter(({ node }) => /Role$/.test(node.id)).map(({ node }) => node.path).join(', ')}`);
  }
  const resource = (CfnResource.isCfnResource(found) ? found : found.node.defaultChild) as CfnResource;
  return symbol(stack.node.path, stack.getLogicalId(resource));
}

const ALWAYS = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3', 's3:authType': 'REST-HEADER', 's3:signatureversion': 'AWS4-HMAC-SHA256', 's3:signatureAge': '1000' };

function requestOf(stack: Stack, asked: DocumentedRequest, policy: AskedPolicy, identity: GranteeFacts | undefined, key: string | undefined): PolicyRequest {
  const { by, encryption, object, action } = asked;
  const fill = (text: string) => text.replaceAll('{account}', ACCOUNT).replaceAll('{bucket}', policy.bucket).replaceAll('{region}', ENV.region)
    .replace(/\{ref:([^}]*)\}/g, (_, path: string) => refOf(stack, path));
  const principal = 'service' in by ? { Service: by.service } : { AWS: 'account' in by ? `arn:aws:sts::${by.account}:assumed-role/role/session` : policy.standIn(identity!.arns[0]) };
  const isService = 'service' in by;
  return {
    principal,
    action,
    resource: object === undefined ? policy.bucket : `${policy.bucket}/${fill(object)}`,
    context: {
      ...ALWAYS,
      'aws:PrincipalIsAWSService': String(isService),
      'aws:ViaAWSService': 'false',
      ...isService ? { 'aws:SourceAccount': ACCOUNT, 'aws:PrincipalServiceName': by.service, ...by.sourceArn === undefined ? {} : { 'aws:SourceArn': policy.standIn(fill(by.sourceArn)) } } : { 'aws:SourceIp': '198.51.100.7' },
      ...encryption === 'AES256' ? { 's3:x-amz-server-side-encryption': 'AES256' } : encryption === 'key' && key !== undefined
        ? { 's3:x-amz-server-side-encryption': 'aws:kms', 's3:x-amz-server-side-encryption-aws-kms-key-id': policy.standIn(key) } : {},
      ...Object.fromEntries(Object.entries(asked.context ?? {}).map(([name, value]) => [name, fill(value)])),
    },
  };
}

/** What KMS sees of it. @see https://docs.aws.amazon.com/kms/latest/developerguide/services-s3.html */
function keyContext({ principal, context, resource }: PolicyRequest, { bucket }: AskedPolicy): PolicyRequest['context'] {
  const of = (name: string) => name in context ? { [name]: context[name] } : {};
  return {
    'aws:PrincipalIsAWSService': context['aws:PrincipalIsAWSService'],
    ...of('aws:SourceAccount'),
    ...of('aws:SourceArn'),
    ...typeof principal === 'object' && 'Service' in principal ? {} : { 'kms:CallerAccount': ACCOUNT, 'kms:ViaService': `s3.${ENV.region}.amazonaws.com` },
    // Bucket keys are for the bucket.
    'kms:EncryptionContext:aws:s3:arn': resource.startsWith(`${bucket}/`) ? bucket : resource,
  };
}
