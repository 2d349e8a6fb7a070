import { stillBlocked } from './account-block';
import { askedPolicy, AskedPolicy, PolicyOwner } from './asked-policy';
import { whicheverAccounts } from './open-accounts';
import { all, COMPLIANT, Controls, unknownVerdict, Verdict, violated } from './rule';
import { statementFinding } from './statement-finding';
import { verdictOf } from './unwanted-requests';
import { AccessPointFacts, PolicyFacts } from '../facts/bucket-facts';
import { AccessPointDelegation, delegationsIn, mayDelegateTo, without, withOnly } from '../policy/access-point-delegation';
import { classOf } from '../policy/action-classes';
import { spelledKey } from '../policy/condition-keys';
import { evaluate } from '../policy/evaluate';
import { PolicyDocument, statementName } from '../policy/policy-document';
import { PolicyRequest } from '../policy/policy-request';
import { anyoneAllowed } from '../policy/questions/anyone-allowed';
import { S3Action } from '../policy/s3-actions';
import { isPinningClause, s3Public } from '../policy/s3-public';
import { SearchResult } from '../policy/search/goal';
import { everyHolds, Known, known, mapKnown, unknown } from '../template/known';

const DOCUMENT = 'BucketPolicy.PolicyDocument';

/** An open access point is one that Security Hub looks for; the bucket policy that delegates to it is not public for S3. */
const OF_ACCESS_POINTS: Controls = { securityHub: ['S3.19'], config: ['s3-access-point-public-access-blocks'] };

const PUBLIC_READ: Controls = { securityHub: ['S3.2'], cisV7: ['2.21'], config: ['s3-bucket-public-read-prohibited'] };
const PUBLIC_WRITE: Controls = { securityHub: ['S3.3'], cisV7: ['2.21'], config: ['s3-bucket-public-write-prohibited'] };

const PUBLIC_READ_AND_WRITE: Controls = { securityHub: ['S3.2', 'S3.3'], cisV7: ['2.21'], config: [...PUBLIC_READ.config!, ...PUBLIC_WRITE.config!] };

/** Reading leaves the bucket and its objects as they are. */
function changes({ name }: S3Action): boolean {
  return !['object read', 'listing', 'bucket read'].includes(classOf(name)!);
}

/** What Block Public Access says of each statement, and what anyone may really do, Deny honored: AWS itself asks both. */
export function policyNotPublic(policy: PolicyFacts, owner: PolicyOwner, accessPoints: readonly AccessPointFacts[] = []): Verdict {
  const { address: { logicalId }, document } = policy;
  const { verdict, statements, reason } = s3Public(document);
  const asked = askedPolicy(policy, owner);
  return all([
    verdict === 'unknown' ? unknownVerdict(`bucket policy ${logicalId}: ${reason}`) : COMPLIANT,
    ...verdict === 'public' ? statements.map(({ id, index, sid }) => violated(
      statementFinding(logicalId, { id, index }),
      `has a public statement in bucket policy ${logicalId}: ${statementName({ index, sid })} allows any principal, and no condition restricts the caller${stillBlocked(owner, 'RestrictPublicBuckets')}`,
      `${DOCUMENT}.Statement.${index}`,
      { statement: { index, sid } },
    )) : [],
    whicheverAccounts(policy, owner, (one) => letsNobodyIn(one, owner, verdict === 'notPublic')),
    ...delegationsIn(document).flatMap((written) => throughAccessPoints(written, asked, policy, owner, accessPoints)),
  ]);
}

/** What anyone may do by the policy itself, writing told from reading. */
function letsNobodyIn(policy: PolicyFacts, owner: PolicyOwner, isStricterThanS3: boolean): Verdict {
  const { address: { logicalId } } = policy;
  const asked = askedPolicy(policy, owner);
  const delegations = delegationsIn(asked.document);
  const direct = without(asked.document, delegations.map(({ statement }) => statement));
  const ask = (question: string, actions?: (action: S3Action) => boolean) => {
    const search = () => anyoneAllowed(direct, [asked.account], actions);
    return { result: asked.ask(question, search), asItStands: () => asked.remember(question, search) };
  };
  const none = ({ result, asItStands }: ReturnType<typeof ask>, finding: string, does: string, controls: Controls) => verdictOf(result, logicalId, (request) => violated(
    finding, `has a bucket policy (${logicalId}) that lets anyone ${does} ${request.action}${isStricterThanS3 ? stricterThanS3(direct, asItStands()) : stillBlocked(owner, 'RestrictPublicBuckets')}`, DOCUMENT,
    { request, controls: isStricterThanS3 ? {} : controls }));
  // Most policies let in no stranger, and one question tells.
  if (ask('anyone').result.kind === 'none') {
    return COMPLIANT;
  }
  const [writes, reads] = [ask('anyone writes', changes), ask('anyone reads', (action) => !changes(action))];
  const isRead = reads.result.kind === 'found';
  return all([
    none(writes, 'AnyoneWrites', isRead ? 'read it, and change it by' : 'change it by', isRead ? PUBLIC_READ_AND_WRITE : PUBLIC_WRITE),
    writes.result.kind === 'found' ? COMPLIANT : none(reads, 'Anyone', 'do', PUBLIC_READ),
  ]);
}

/** Why a request that is allowed to anyone does not make the policy public for S3: the statements that allow it are bound to something that is no identity. */
function stricterThanS3(document: PolicyDocument, result: SearchResult): string {
  const allowing = result.kind === 'found' ? evaluate(document, result.request).statements : [];
  const reasons = allowing.flatMap(({ index, sid, conditions }) => {
    const keys = conditions.filter((clause) => isPinningClause(clause) === 'yes').map(({ key }) => spelledKey(key));
    return keys.length === 0 ? [] : [`${statementName({ index, sid })} fixes ${[...new Set(keys)].join(' and ')}`];
  });
  return `. S3 does not call this public: ${reasons.join(', ') || 'each statement fixes a key that S3 accepts'}, which says where from or with what, and not who`;
}

/** Whether the delegation lets a stranger pass the bucket policy, so that it is up to the access points. */
export function strangersThrough(asked: AskedPolicy, { statement: { index } }: AccessPointDelegation): SearchResult {
  const statement = asked.document.statements.find((one) => one.index === index)!;
  return asked.ask(`anyone through access points by ${index}`, () => anyoneAllowed(withOnly(asked.document, statement), [asked.account]));
}

/** What is said of the access points in these templates that the delegation is to, if they let in anyone. */
function throughAccessPoints(delegation: AccessPointDelegation, asked: AskedPolicy, policy: PolicyFacts, owner: PolicyOwner, accessPoints: readonly AccessPointFacts[]): Verdict[] {
  const concerned = accessPoints.filter((accessPoint) => mayDelegateTo(delegation, accessPoint));
  if (concerned.length === 0 || strangersThrough(asked, delegation).kind === 'none') {
    return [];
  }
  const { statement: { index, sid } } = delegation;
  return concerned.map((accessPoint) => {
    const open = openTo(accessPoint, owner);
    const { kind, address } = accessPoint;
    if (!open.known) {
      return unknownVerdict(`whether ${kind} ${address.logicalId}, to which bucket policy ${policy.address.logicalId} delegates, lets in anyone: ${open.reason}`);
    }
    return open.value === undefined ? COMPLIANT : violated(
      address.logicalId,
      `allows anyone to call ${open.value.action} through ${kind} ${address.logicalId}, which does not block public access: ${statementName({ index, sid })} of bucket policy ${policy.address.logicalId} delegates to it`,
      `${DOCUMENT}.Statement.${index}`,
      {
        statement: { index, sid },
        request: open.value,
        controls: OF_ACCESS_POINTS,
        fix: `leave PublicAccessBlockConfiguration of ${kind} ${address.logicalId} out, and name the principals in its policy`,
      },
    );
  });
}

/**
 * The request that the access point allows to anyone; undefined if it allows none, or S3 blocks it.
 *
 * Of one with a VPC origin S3 says that it is never public, whatever its policy.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function openTo({ vpc, publicAccessBlock, policy, account }: AccessPointFacts, owner: PolicyOwner): Known<PolicyRequest | undefined> {
  const { BlockPublicPolicy, RestrictPublicBuckets } = publicAccessBlock;
  const isUnblocked = everyHolds([...[BlockPublicPolicy, RestrictPublicBuckets].map((on) => mapKnown(on, (blocks) => !blocks)), mapKnown(vpc, (id) => id === undefined)]);
  if (isUnblocked.known && !isUnblocked.value) {
    return known(undefined);
  }
  const asked = askedPolicy(policy, { account: account ?? owner.account, arn: owner.arn });
  const result = asked.ask('anyone', () => anyoneAllowed(asked.document, [asked.account]));
  if (result.kind === 'none') {
    return known(undefined);
  }
  return result.kind === 'unknown' ? unknown(result.reason.message) : mapKnown(isUnblocked, () => result.request);
}
