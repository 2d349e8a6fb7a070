import { Decision, evaluate } from '../../src/policy/evaluate';
import { PolicyDocument, readPolicyDocument } from '../../src/policy/policy-document';
import { identityOf, PolicyRequest } from '../../src/policy/policy-request';

export const ACCOUNT = '111122223333';
export const PARTNER = '444455556666';

export interface World {
  readonly bucket: readonly object[];
  /** By ARN. */
  readonly identities: Readonly<Record<string, { readonly policy: readonly object[]; readonly boundary?: readonly object[] }>>;
  readonly scps: readonly (readonly object[])[];
  readonly rcps: readonly (readonly object[])[];
  /** The policy of the endpoint vpce-0a. */
  readonly endpoint?: readonly object[];
  readonly blocksPublic: boolean;
  readonly key?: readonly object[];
}

/** What S3 takes for public in these worlds is worked out by the reasoner, which has tests of its own. */
export type IsPublic = (document: PolicyDocument) => boolean;

/**
 * Decides one request through the whole chain, as AWS's page on the evaluation logic puts it: step by step, one policy after
 * the other. It shares nothing with the search but the evaluator of one policy.
 */
export class ChainEvaluator {
  private readonly documents = new Map<unknown, PolicyDocument>();

  constructor(private readonly world: World, private readonly isPublic: IsPublic) {}

  allows(request: PolicyRequest): boolean {
    const { bucket, scps, rcps, endpoint, blocksPublic, key } = this.world;
    const caller = identityOf(request.principal);
    const arn = caller && (caller.kind === 'session' ? String(request.context['aws:PrincipalArn'] ?? caller.principalArn) : caller.arn);
    const identity = arn === undefined ? undefined : this.world.identities[arn];
    const isServiceLinked = arn !== undefined && arn.includes(':role/aws-service-role/');
    const inOrganization = caller !== undefined && [ACCOUNT, ...Object.keys(this.world.identities).map((one) => one.split(':')[4])].includes(caller.account);
    const decide = (statements: readonly object[] | undefined): Decision => statements ? evaluate(this.read(statements), request).decision : 'ImplicitDeny';
    const byBucket = decide(bucket);
    const byIdentity = decide(identity?.policy);
    const byBoundary = identity?.boundary ? decide(identity.boundary) : 'Allow';
    const byScps = !inOrganization || isServiceLinked ? [] : scps.map((scp) => scp.some((statement) => (statement as { Effect: string }).Effect === 'Allow') ? decide(scp) : decide(scp) === 'ExplicitDeny' ? 'ExplicitDeny' : 'Allow');
    const byRcps = isServiceLinked ? [] : rcps.map(decide);
    const byEndpoint = endpoint && request.context['aws:SourceVpce'] === 'vpce-0a' ? decide(endpoint) : 'Allow';
    if ([byBucket, byIdentity, byBoundary, byEndpoint, ...byScps, ...byRcps].includes('ExplicitDeny')) {
      return false;
    }
    if (byEndpoint !== 'Allow' || byScps.some((decision) => decision !== 'Allow') || !this.keyLets(request, key, identity?.policy)) {
      return false;
    }
    if (caller?.account === ACCOUNT) {
      return (byIdentity === 'Allow' && byBoundary === 'Allow') || this.bucketLetsOwn(request, byBoundary === 'Allow');
    }
    const isService = typeof request.principal === 'object' && 'Service' in request.principal;
    if (byBucket !== 'Allow' || (blocksPublic && !isService && this.isPublic(this.read(bucket)))) {
      return false;
    }
    // Of the policies of identities elsewhere nothing is known, and they are taken to allow it.
    return identity === undefined || (byIdentity === 'Allow' && byBoundary === 'Allow');
  }

  /** In the same account a principal that is named needs no other Allow, a role has to stay within its boundary, and an account delegates. */
  private bucketLetsOwn(request: PolicyRequest, isWithinBoundary: boolean): boolean {
    return this.world.bucket.some((statement) => {
      const { Effect, Principal } = statement as { Effect: string; Principal?: '*' | { AWS?: string | string[]; Service?: string } };
      const isBy = (principal: object | '*') => evaluate(this.read([{ ...statement, Principal: principal }]), request).decision === 'Allow';
      if (Effect !== 'Allow') {
        return false;
      }
      if (Principal === undefined || Principal === '*') {
        return evaluate(this.read([statement]), request).decision === 'Allow';
      }
      return [Principal.AWS ?? []].flat().some((named) => isBy({ AWS: named })
        && (named === '*' || named.includes(':user/') || named.includes(':assumed-role/') || (named.includes(':role/') && isWithinBoundary)));
    });
  }

  private keyLets(request: PolicyRequest, key: readonly object[] | undefined, identity: readonly object[] | undefined): boolean {
    const action = request.action === 's3:GetObject' ? 'kms:Decrypt' : request.action === 's3:PutObject' ? 'kms:GenerateDataKey' : undefined;
    if (!key || !action) {
      return true;
    }
    const onKey: PolicyRequest = { ...request, action, resource: `arn:aws:kms:us-east-1:${ACCOUNT}:key/k` };
    const delegates = JSON.stringify({ AWS: `arn:aws:iam::${ACCOUNT}:root` });
    const named = key.filter((statement) => JSON.stringify((statement as { Principal: unknown }).Principal) !== delegates);
    const byKey = evaluate(this.read(named), onKey).decision;
    const byIdentity = identity && evaluate(this.read(identity), onKey).decision;
    const isOwn = identityOf(request.principal)?.account === ACCOUNT;
    if (byKey === 'ExplicitDeny' || byIdentity === 'ExplicitDeny') {
      return false;
    }
    // Of another account, the key policy and the identity have to allow it.
    return (byKey === 'Allow' && (isOwn || identity === undefined || byIdentity === 'Allow')) || (named.length < key.length && isOwn && byIdentity === 'Allow');
  }

  private read(statements: readonly object[]): PolicyDocument {
    const text = JSON.stringify(statements);
    const document = this.documents.get(text) ?? readPolicyDocument({ Version: '2012-10-17', Statement: statements });
    this.documents.set(text, document);
    return document;
  }
}
