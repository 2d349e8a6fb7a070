import { AttachedPolicies, AttachedPolicy } from './attached-policies';
import { GrantFacts, KeyAccessFacts } from './bucket-facts';
import { globCovers } from '../policy/glob';
import { hasUnreadStatements, PolicyDocument, PolicyStatement, readPolicyDocument } from '../policy/policy-document';
import { UnknownValue } from '../policy/unknown-value';
import { TemplateEvaluator } from '../template/evaluate-template';
import { constructPathOf, EvaluatedResource, isDeployedWith, isNeverDeployedWith } from '../template/evaluated-resource';
import { Known, known, unknown } from '../template/known';
import { dig, listOf, textOf } from '../template/read-json';
import { symbol, UNDECIDED_ACCOUNT } from '../template/symbol';

/** The KMS keys of templates, asked who may use them. */
export class KeyAccess {
  private readonly byName = new Map<string, EvaluatedResource>();
  private statements: readonly KeyStatement[] | undefined;

  constructor(
    keys: readonly EvaluatedResource[], aliases: readonly EvaluatedResource[], private readonly attached: AttachedPolicies, private readonly evaluator: TemplateEvaluator,
  ) {
    for (const key of keys) {
      this.byName.set(this.reference(key), key);
      this.byName.set(this.arnOf(key), key);
    }
    for (const alias of aliases) {
      const target = this.byName.get(textOf(dig(alias.properties, 'TargetKeyId')));
      for (const name of target ? [textOf(dig(alias.properties, 'AliasName')), this.reference(alias)] : []) {
        this.byName.set(aliasIn(name), target!);
      }
    }
  }

  /** Who may use the key that a bucket names: by id, ARN or alias, or not at all. */
  of(bucket: EvaluatedResource, named: Known<string | undefined>): KeyAccessFacts {
    const { account = UNDECIDED_ACCOUNT, region = symbol('AWS', 'Region') } = bucket.template;
    const name = named.known ? named.value ?? AWS_MANAGED_KEY : 'that is decided at deployment';
    const { attached } = this;
    const found = this.byName.get(name) ?? this.byName.get(aliasIn(name));
    const arn = found ? this.arnOf(found) : name;
    const isAwsManaged = aliasIn(name) === AWS_MANAGED_KEY;
    const grantsOnKey = () => this.grantsOn(arn, bucket, named.known ? undefined : JSON.stringify(dig(bucket.resource.Properties, ...KEY_OF_BUCKET)));
    let grants: readonly GrantFacts[] | undefined;
    return {
      name: found?.address.logicalId ?? name,
      address: found?.address,
      isAwsManaged,
      account: found ? found.template.account ?? UNDECIDED_ACCOUNT : /^arn:[^:]*:kms:[^:]*:([^:]+):/.exec(name)?.[1] ?? account,
      policy: !named.known ? named : isAwsManaged ? known(awsManagedPolicy(account, region)) : found ? policyOf(found, bucket) : unknown('the key is not in these templates'),
      // Getters, because few rules ask for it, and most applications have more roles than buckets.
      get grants() {
        return grants ??= grantsOnKey();
      },
      get identities() {
        return attached.identities;
      },
    };
  }

  /**
   * What identity policies allow on a key: with a resource that is unknown where it may or may not be the key.
   *
   * @param written the expression by which the bucket names a key that is not known: the same means the same
   */
  private grantsOn(key: string, bucket: EvaluatedResource, written: string | undefined): GrantFacts[] {
    this.statements ??= this.attached.policies.flatMap(statementsOnKeys);
    const deployed = this.statements.filter(({ policy: { resource } }) => !isNeverDeployedWith(resource, bucket));
    return deployed.flatMap(({ policy: { resource, id, path, grantees }, version, statement }) => {
      const isWrittenAlike = resource.address.template === bucket.address.template && resourcesWritten(resource, path, statement.index).includes(written);
      const resources = isWrittenAlike ? [key] : resourcesFor(statement, key);
      return resources.length === 0 ? [] : grantees.map((grantee): GrantFacts => ({
        address: resource.address,
        constructPath: constructPathOf(resource),
        path: `${path}.Statement.${statement.index}`,
        id: [...id, 'Statement', statement.id].join('.'),
        deployed: isDeployedWith(resource, bucket),
        version,
        grantee,
        statement: { ...statement, resources, notResources: [] },
      }));
    });
  }

  private reference({ address, template }: EvaluatedResource): string {
    return textOf(this.evaluator.evaluate({ Ref: address.logicalId }, template));
  }

  private arnOf({ address, template }: EvaluatedResource): string {
    return textOf(this.evaluator.evaluate({ 'Fn::GetAtt': [address.logicalId, 'Arn'] }, template));
  }
}

const KEY_OF_BUCKET = ['BucketEncryption', 'ServerSideEncryptionConfiguration', 0, 'ServerSideEncryptionByDefault', 'KMSMasterKeyID'];

/** The expressions that stand as the resources of a statement. */
function resourcesWritten({ resource }: EvaluatedResource, path: string, index: number): (string | undefined)[] {
  const statement = listOf(dig(resource.Properties, ...path.split('.'), 'Statement'))[index];
  return listOf(dig(statement, 'Resource')).map((one) => JSON.stringify(one));
}

/** The key that S3 uses where a bucket names none. */
const AWS_MANAGED_KEY = 'alias/aws/s3';

/** The name of an alias, which is also what its ARN ends with. */
function aliasIn(name: string): string {
  return name.replace(/^arn:.*:(?=alias\/)/, '');
}

/**
 * KMS gives a key without a policy one that lets its account decide.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
function policyOf(key: EvaluatedResource, bucket: EvaluatedResource): Known<PolicyDocument> {
  const deployed = isDeployedWith(key, bucket);
  const json = dig(key.properties, 'KeyPolicy');
  return !deployed.known ? deployed : json instanceof UnknownValue ? unknown(json.reason)
    : known(readPolicyDocument(json ?? allowing({ AWS: key.template.account ?? UNDECIDED_ACCOUNT }, 'kms:*')));
}

/**
 * The policy of the AWS managed key for S3: anyone who in the account S3 acts for.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk
 */
function awsManagedPolicy(account: string, region: string): PolicyDocument {
  return readPolicyDocument(allowing('*', ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:CreateGrant', 'kms:DescribeKey'], {
    StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `s3.${region}.amazonaws.com` },
  }));
}

function allowing(Principal: unknown, Action: unknown, Condition?: object): object {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action, Resource: '*', Condition }] };
}

/** A statement of an identity's policy that speaks of keys, or may. */
interface KeyStatement {
  readonly policy: AttachedPolicy;
  readonly version: string;
  readonly statement: PolicyStatement;
}

function statementsOnKeys(policy: AttachedPolicy): KeyStatement[] {
  const document = readPolicyDocument(policy.json);
  const statements = hasUnreadStatements(document) ? [...document.statements, unreadStatement(document)] : document.statements;
  return statements.filter(isAboutKeys).map((statement) => ({ policy, version: document.version, statement }));
}

/** Stands for statements that are decided at deployment, or that nobody can read. */
function unreadStatement({ version, unknowns, problems }: PolicyDocument): PolicyStatement {
  const open = new UnknownValue([...unknowns, ...problems][0].message);
  const [statement] = readPolicyDocument({ Version: version, Statement: { Effect: 'Allow', Action: open, Resource: open } }).statements;
  return statement;
}

function isAboutKeys({ effect, actions, notActions }: PolicyStatement): boolean {
  return effect === 'Allow' && (notActions.length > 0 || actions.some((action) => action instanceof UnknownValue || /^(\*|kms:)/i.test(action)));
}

/** Those resources of the statement that are the key, or may be. */
function resourcesFor({ resources, notResources }: PolicyStatement, key: string): PolicyStatement['resources'] {
  if (notResources.length > 0) {
    return notResources.every((resource) => typeof resource === 'string' && !mayBe(resource, key)) ? ['*'] : [new UnknownValue('its policy names the keys that it does not speak of')];
  }
  return resources.flatMap((resource) => resource instanceof UnknownValue || isKey(resource, key) ? [resource]
    : mayBe(resource, key) ? [new UnknownValue(`whether ${resource} is the key is decided at deployment`)] : []);
}

function isKey(resource: string, key: string): boolean {
  const [wide, narrow] = [resource, key].map((arn) => arn.replace(/^arn:[^:]*:/, 'arn:aws:'));
  return globCovers(wide, narrow);
}

/** What AWS chooses may be anything that stands in its place. */
function mayBe(resource: string, key: string): boolean {
  const [pattern, arn] = [resource, key].map((text) => text.split(':'));
  return resource === '*' || (pattern.length === arn.length && pattern.every((part, i) => globCovers(part, arn[i]) || (i < 5 && (part + arn[i]).includes('⟦'))));
}
