import { grantsOfAccessPoints } from './access-point-grants';
import { toGrantee } from './grants';
import { statementFinding } from './statement-finding';
import { BucketFacts, PolicyFacts } from '../facts/bucket-facts';
import { GranteeFacts } from '../facts/grantee-facts';
import { delegationIn } from '../policy/access-point-delegation';
import { PolicyStatement, PrincipalPattern, statementName } from '../policy/policy-document';
import { UnknownValue } from '../policy/unknown-value';
import { constructNameOf } from '../template/construct-name';
import { known, Known } from '../template/known';

/** A statement that allows one principal something on the objects of a bucket. */
export interface ObjectGrant {
  readonly finding: string;
  /** Where it stands, in words. */
  readonly place: string;
  /** Whom it is for, in words. */
  readonly principal: string;
  readonly version: string;
  /** With one principal, as a bucket policy has it. */
  readonly statement: PolicyStatement;
  /** The identity that the statement is attached to; absent for one of the bucket policy. */
  readonly identity: GranteeFacts | undefined;
  /** It is a statement of the policy of an access point. */
  readonly byAccessPoint?: true;
  /** Whether it is there whenever the bucket is. */
  readonly deployed: Known<boolean>;
}

/** More principals than this nobody tells apart, so they are judged as one. */
const MOST_PRINCIPALS = 50;

/** What a bucket policy allows, for each principal by itself. */
export function grantsOfPolicy({ address: { logicalId }, document, deployed }: PolicyFacts): ObjectGrant[] {
  return document.statements.filter((statement) => statement.effect === 'Allow' && !statement.malformed && mayBeOnObjects(statement) && !isLeftToAccessPoints(statement)).flatMap((statement) =>
    forEachPrincipal(statement).map((part): ObjectGrant => ({
      finding: statementFinding(logicalId, statement),
      place: `${statementName(statement)} of bucket policy ${logicalId}`,
      version: document.version,
      deployed,
      ...part,
    })));
}

/** What the policies of its access points allow, for each principal by itself. */
export function grantsThroughAccessPoints(facts: BucketFacts): ObjectGrant[] {
  return grantsOfAccessPoints(facts).filter(({ statement }) => mayBeOnObjects(statement)).flatMap(({ finding, place, version, statement }) =>
    forEachPrincipal(statement).map((part): ObjectGrant => ({ finding, place, version, byAccessPoint: true, deployed: known(true), ...part })));
}

function forEachPrincipal(statement: PolicyStatement): Pick<ObjectGrant, 'principal' | 'statement' | 'identity'>[] {
  const { principals } = statement;
  const each = principals.length > 1 && principals.length <= MOST_PRINCIPALS ? principals.map((principal) => ({ ...statement, principals: [principal] })) : [statement];
  return each.map((part) => ({
    principal: part.principals.length === 0 ? 'everyone but those that NotPrincipal names' : part.principals.map(principalInWords).join(', '),
    statement: part,
    identity: undefined,
  }));
}

/** A delegation grants nobody anything: whom it is for, the policies of the access points say. */
function isLeftToAccessPoints(statement: PolicyStatement): boolean {
  return statement.principals.every(({ value }) => value === '*') && delegationIn(statement) !== undefined;
}

/** What the policies of identities allow. */
export function grantsOfIdentities({ grants }: BucketFacts): ObjectGrant[] {
  return grants.filter(({ statement }) => mayBeOnObjects(statement)).map(({ address: { logicalId }, id, path, version, statement, grantee, deployed }) => ({
    finding: `${logicalId}.${id}`,
    place: `${logicalId}.${path}`,
    principal: constructNameOf(grantee.constructPath) ?? grantee.name,
    version,
    statement: toGrantee(statement, grantee),
    identity: grantee,
    deployed,
  }));
}

/** A bucket without a policy, as one with a policy that says nothing. */
export function policiesOf({ address, constructPath, account, name, policies }: BucketFacts): readonly PolicyFacts[] {
  return policies.length > 0 ? policies : [{
    address,
    constructPath,
    account,
    bucketName: name,
    deployed: known(true),
    json: {},
    resourcesIn: () => [],
    deletionPolicy: known('Delete'),
    document: { version: '2012-10-17', isIdentityPolicy: false, statements: [], problems: [], unknowns: [] },
  }];
}

function mayBeOnObjects({ resources, notResources }: PolicyStatement): boolean {
  return notResources.length > 0 || resources.some((resource) => resource instanceof UnknownValue || /[/*?]/.test(resource.replace(/⟦[^⟧]*⟧/g, '')));
}

function principalInWords({ value }: PrincipalPattern): string {
  return value instanceof UnknownValue ? 'a principal that is decided at deployment' : value === '*' ? 'everyone' : value;
}
