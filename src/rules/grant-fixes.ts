import { isNegated, kindOfDeny } from './deny-kinds';
import { Fixes } from './fixes';
import { Grantee } from './grantee';
import { GuardOptions, guardOptionsOf } from './guard-options';
import { asIntrinsic } from './key-statement';
import { NamedResource } from '../facts/grantee-facts';
import { familyOf, spelledKey } from '../policy/condition-keys';
import { ConditionClause, PolicyStatement, statementName } from '../policy/policy-document';
import { constructNameOf } from '../template/construct-name';
import { ResourceAddress } from '../template/template';

/** A grant, or a part of one, and the Deny that cancels it. */
export interface CancelledGrant {
  /** What is granted, as it is written: texts may have symbols. */
  readonly grant: PolicyStatement;
  /** Where that stands, in words. */
  readonly place: string;
  /** CDK wrote it for another construct, so nobody is advised to remove it. */
  readonly hasAuthor?: boolean;
  readonly grantee: Grantee;
  /** The Deny, as it is written, and the bucket policy that it stands in. */
  readonly deny: PolicyStatement;
  readonly policy: ResourceAddress;
  /** The values of its conditions that the grant is cancelled for; all, if it is cancelled as a whole. */
  readonly only?: ConditionClause;
}

/** A change that lets a grant through a Deny, whatever language it is said in. */
export type Repair =
  /** The Deny lists what gets through, or is told to leave this alone. */
  | { readonly kind: 'spare'; readonly operator: string; readonly key: string; readonly value: string; readonly isListed: boolean }
  /** The Deny lists what it stops. */
  | { readonly kind: 'stopNoLonger'; readonly operator: string; readonly key: string; readonly value: string }
  /** The grant demands what the Deny stops. */
  | { readonly kind: 'demandNoLonger'; readonly clauses: readonly ConditionClause[] }
  | { readonly kind: 'moveIntoVpc'; readonly functions: readonly NamedResource[] }
  | { readonly kind: 'useOriginAccessControl' }
  /** Everyone has neither account nor role, so nothing can be made an exception for. */
  | { readonly kind: 'nameGrantees' };

/** How the grant is let through the Deny: by what the Deny looks at, and by whom the grant is for. */
export function repairOf({ grant, grantee, deny, only }: CancelledGrant): Repair {
  const kind = kindOfDeny(deny);
  if (grantee.kind === 'accessIdentity') {
    return { kind: 'useOriginAccessControl' };
  }
  if (grantee.kind === 'function' && kind === 'network' && !grantee.isHandler) {
    return { kind: 'moveIntoVpc', functions: grantee.functions };
  }
  const { arn } = grantee;
  const limit = deny.conditions.find(({ key, operator, values }) => key === 'aws:principalarn' && !isNegated(operator) && arn !== undefined && values.includes(arn));
  if (limit) {
    return { kind: 'stopNoLonger', operator: limit.operator, key: limit.key, value: arn! };
  }
  const demands = (only ? [only] : grant.conditions).filter(({ operator, values }) => !isNegated(operator) && typeof values[0] === 'string');
  const listed = demands.find(({ key, operator }) => LISTED.test(key) && OPERATORS.test(operator) && spares(deny, key));
  const account = grantee.kind === 'otherAccount' && kind === 'account' ? grantee.account : undefined;
  if (account !== undefined) {
    return spare(deny, 'StringNotEqualsIfExists', 'aws:principalaccount', account);
  }
  if (listed) {
    return spare(deny, negated(listed.operator), listed.key, listed.values[0] as string);
  }
  const stopped = deny.conditions.find(({ key, operator, values }) => operator.startsWith('IpAddress') && values.length > 0 && demands.some((demand) => demand.key === key));
  if (stopped) {
    const demanded = demands.find(({ key }) => key === stopped.key)!.values;
    return { kind: 'stopNoLonger', operator: stopped.operator, key: stopped.key, value: (stopped.values.find((value) => demanded.includes(value)) ?? stopped.values[0]) as string };
  }
  const clauses = grant.conditions.filter(({ key }) => !EXEMPTED.test(key) && deny.conditions.some((other) => other.key === key));
  if (clauses.length > 0) {
    return { kind: 'demandNoLonger', clauses };
  }
  return exception(grantee, deny) ?? { kind: 'nameGrantees' };
}

/** Lets this grantee through, and nobody else. */
function exception({ arn, account, service, kind }: Grantee, deny: PolicyStatement): Repair | undefined {
  if (kind === 'service' && service !== undefined) {
    return spare(deny, 'StringNotEqualsIfExists', 'aws:principalservicename', service);
  }
  if (arn !== undefined) {
    return spare(deny, 'ArnNotLikeIfExists', 'aws:principalarn', arn);
  }
  return account === undefined ? undefined : spare(deny, 'StringNotEqualsIfExists', 'aws:principalaccount', account);
}

/** Each negated key of a Deny is a way past it, so one more value or one more key lets someone through. */
function spare(deny: PolicyStatement, operator: string, key: string, value: string): Repair {
  const list = deny.conditions.find((clause) => clause.key === key && isNegated(clause.operator));
  return { kind: 'spare', operator: list?.operator ?? operator, key, value, isListed: list !== undefined };
}

/** Whether one more value of this key fits what the Deny looks at already: a list of the same key, or of the same kind of network. */
function spares({ conditions }: PolicyStatement, key: string): boolean {
  return conditions.some((clause) => isNegated(clause.operator) && (clause.key === key || (NETWORK.test(key) && NETWORK.test(clause.key))));
}

function negated(operator: string): string {
  return `${operator.replace(/^(ForAnyValue:)?(String|Arn)(Equals|Like)(IgnoreCase)?$/, '$2Not$3').replace(/^IpAddress$/, 'NotIpAddress')}IfExists`;
}

const NETWORK = /^aws:(sourcevpce|sourcevpc|sourcevpcarn|sourceip|vpceorgid|vpceaccount)$/;
const LISTED = /^aws:(sourcevpce|sourcevpc|sourcevpcarn|sourceip|vpcsourceip|vpceorgid|vpceaccount|(source|principal)(account|orgid|arn)|referer|principaltag\/.*)$/;
const OPERATORS = /^(ForAnyValue:)?((String|Arn)(Equals|Like)|IpAddress)$/;
/** A grant that says who its grantee is does not demand anything of a request. */
const EXEMPTED = /^aws:(principal|source(arn|account|org))/;

/** The repair in the words of each reader. */
export function fixesOf(cancelled: CancelledGrant): Fixes {
  const { place, hasAuthor, deny, policy } = cancelled;
  const repair = repairOf(cancelled);
  const orRemove = hasAuthor ? '' : `, or remove the grant (${place})`;
  const statement = `${statementName(deny)} of ${policy.logicalId}`;
  return {
    cloudFormation: inTemplate(repair, cancelled, statement) + orRemove,
    cdk: inCdk(repair, cancelled, statement) + orRemove,
    construct: (inPerimeter(repair, cancelled) ?? inCdk(repair, cancelled, statement)) + orRemove,
  };
}

function inTemplate(repair: Repair, { place, policy, deny }: CancelledGrant, statement: string): string {
  const inJson = (value: string) => attributeOf(value, policy.template) ?? asIntrinsic(value, policy.template);
  const json = (value: string) => JSON.stringify(inJson(value));
  switch (repair.kind) {
    case 'spare': return repair.isListed ? `add ${json(repair.value)} to ${repair.operator} ${spelledKey(repair.key)} in the Condition of ${statement}`
      : `add ${JSON.stringify({ [repair.operator]: { [spelledKey(repair.key)]: inJson(repair.value) } })} to the Condition of ${statement}`;
    case 'stopNoLonger': return `remove ${json(repair.value)} from ${repair.operator} ${spelledKey(repair.key)} in the Condition of ${statement}`;
    case 'demandNoLonger': return `remove ${demandsOf(repair.clauses)} from the Condition of ${place}: ${statementName(deny)} denies such requests`;
    case 'moveIntoVpc': return `set VpcConfig of ${repair.functions.map(({ address }) => address.logicalId).join(', ')} to subnets and security groups of a VPC that ${statement} lets through`;
    case 'useOriginAccessControl': return 'use AWS::CloudFront::OriginAccessControl instead of the origin access identity, and allow cloudfront.amazonaws.com with aws:SourceArn of the distribution to call s3:GetObject';
    case 'nameGrantees': return `name the principals of ${place} instead of everyone, and make an exception for them in ${statement}`;
  }
}

/** The ARN of a role or user of the same template. */
function attributeOf(arn: string, template: string): object | undefined {
  const [, owner, logicalId] = /^arn:(?:⟦[^⟧]*⟧|[^⟦:])*:iam::(?:⟦[^⟧]*⟧|[^⟦:])*:(?:role|user)\/⟦([^⟦⟧#]*)#([^⟦⟧.]*)⟧$/.exec(arn) ?? [];
  return owner === template ? { 'Fn::GetAtt': [logicalId, 'Arn'] } : undefined;
}

function inCdk(repair: Repair, cancelled: CancelledGrant, statement: string): string {
  switch (repair.kind) {
    case 'spare': return repair.isListed ? `add ${valueInCode(repair.value, cancelled)} to ${repair.operator} '${spelledKey(repair.key)}' in the conditions of ${statement}`
      : `add { ${repair.operator}: { '${spelledKey(repair.key)}': ${valueInCode(repair.value, cancelled)} } } to the conditions of ${statement}`;
    case 'stopNoLonger': return `remove ${valueInCode(repair.value, cancelled)} from ${repair.operator} '${spelledKey(repair.key)}' in the conditions of ${statement}`;
    case 'demandNoLonger': return `remove ${demandsOf(repair.clauses)} from the conditions of ${cancelled.place}: ${statementName(cancelled.deny)} denies such requests`;
    case 'moveIntoVpc': return `run ${repair.functions.map(({ address, constructPath }) => constructNameOf(constructPath) ?? address.logicalId).join(', ')} inside a VPC that ${statement} lets through: set its vpc`;
    case 'useOriginAccessControl': return 'use origins.S3BucketOrigin.withOriginAccessControl(bucket) instead of the origin access identity';
    case 'nameGrantees': return inTemplate(repair, cancelled, statement);
  }
}

/** What the perimeter has to say; nothing, where the Deny is none of its guards, or it has no option for that. */
function inPerimeter(repair: Repair, cancelled: CancelledGrant): string | undefined {
  const { grantee, deny } = cancelled;
  const options = guardOptionsOf(deny.sid);
  if (!options) {
    return undefined;
  }
  switch (repair.kind) {
    case 'spare': {
      const list = options.values?.[familyOf(repair.key)];
      return list !== undefined ? `add '${literal(repair.value)}' to perimeter.${list}${list === 'identity.principalTags' ? `['${repair.key.slice(repair.key.indexOf('/') + 1)}']` : ''}`
        : repair.key === 'aws:principalservicename' && options.sparesServices ? 'set perimeter.exemptions.awsServices: true'
          : repair.key !== 'aws:principalarn' || !options.roles ? without(options)
            // Handlers of other stacks cannot be exempt.
            : grantee.isHandler && repair.value.includes(`⟦${cancelled.policy.template}#`) ? 'set perimeter.exemptions.customResources: true' : inRoles('add', 'to', options.roles, cancelled);
    }
    case 'stopNoLonger': return options.limited && grantee.arn === repair.value ? inRoles('remove', 'from', options.limited, cancelled)
      : options.stopped ? `remove '${literal(repair.value)}' from perimeter.${options.stopped}` : undefined;
    default: return undefined;
  }
}

function inRoles(verb: string, preposition: string, [objects, arns]: NonNullable<GuardOptions['roles']>, { grantee: { constructPath, arn } }: CancelledGrant): string {
  return constructPath !== undefined ? `${verb} ${constructPath} ${preposition} perimeter.${objects}` : `${verb} '${literal(arn!)}' ${preposition} perimeter.${arns}`;
}

function without({ leaveOut }: GuardOptions): string | undefined {
  return leaveOut && (leaveOut === 'identity.matchingTags' || leaveOut === 'request.presignedUrls' ? `leave perimeter.${leaveOut} out` : `set perimeter.${leaveOut}: false`);
}

function demandsOf(clauses: readonly ConditionClause[]): string {
  return clauses.map(({ operator, key }) => `${operator} ${spelledKey(key)}`).join(' and ');
}

/** A value as it stands in code: of a role of the app its attribute. */
function valueInCode(value: string, { grantee: { arn, constructPath } }: CancelledGrant): string {
  return value === arn && constructPath !== undefined ? `the roleArn of ${constructPath}` : `'${literal(value)}'`;
}

/** A text with the names of CDK for what AWS chooses; the partition is that of most accounts. */
function literal(text: string): string {
  return text.replace(/⟦AWS#Partition⟧/g, 'aws').replace(/⟦AWS#AccountId⟧/g, '${Aws.ACCOUNT_ID}').replace(/⟦AWS#Region⟧/g, '${Aws.REGION}').replace(/⟦[^⟦⟧#]*#([^⟦⟧]*)⟧/g, '<$1>');
}
