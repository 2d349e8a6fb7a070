import { allowing, aws, Sourced, undecided } from './bound-statement';
import { BoundIdentity, boundIdentity, Grant, grantsOfBucket, waysOf } from './chain-candidates';
import { ElsewhereIdentity } from '../../facts/identities/identity-facts';
import { AccessSearch } from '../../policy/access/access-search';
import { Candidate } from '../../policy/access/candidate';
import { AccessRow, Kept, rowOf } from '../../policy/access/rows';
import { PolicyDocument } from '../../policy/policy-document';
import { readAwsIdentity } from '../../policy/policy-request';
import { known } from '../../template/known';
import { ConcreteNames } from '../concrete-names';
import { KeyLayer } from './key-layer';
import { GlobalLayers } from './organization-layers';

/** What an identity may do, if a policy of it that is not known allows it. */
export interface OpenCandidate {
  readonly candidate: Candidate;
  readonly sources: readonly Sourced[];
  readonly arn: string;
  readonly reason: string;
}

function isIdentity(arn: string): boolean {
  const kind = readAwsIdentity(arn)?.kind;
  return kind === 'role' || kind === 'user';
}

/** Roles and users of this account that are in no template, with those of their policies that are. */
export function elsewhereIn(
  account: string, elsewhere: readonly ElsewhereIdentity[], policy: PolicyDocument, names: ConcreteNames, isHere: (arn: string) => boolean,
): readonly BoundIdentity[] {
  const named = policy.statements.filter(({ effect, malformed }) => effect === 'Allow' && !malformed)
    .flatMap(({ principals }) => principals.flatMap(({ type, value }) => type === 'AWS' && typeof value === 'string' && isIdentity(value) ? [value] : []));
  const all = [
    ...elsewhere.map(({ arn, account: of, policies }) => ({ arn: names.plain(arn), account: names.plain(of), policies: policies.map((one) => names.document(one)) })),
    ...named.map((arn) => ({ arn, account: readAwsIdentity(arn)!.account, policies: [] })),
  ].filter((one) => one.account === account && !isHere(one.arn));
  const distinct = [...new Map([...all].reverse().map((one) => [one.arn, one])).values()].reverse();
  return distinct.map(({ arn, policies }) => {
    const name = `${arn.includes(':user/') ? 'user' : 'role'} ${arn}`;
    return boundIdentity({ boundary: known(undefined) }, name, arn, account, policies, undefined, `${name}: ${policies.length > 0 ? 'its other policies' : 'its policies'} are not in the templates`);
  });
}

/** What identities may do besides what is known, each in one piece: everything that no layer denies. */
export function openCandidates(
  identities: readonly BoundIdentity[], { allows, account, arn, key, layers, blockedToo }: {
    readonly allows: readonly Sourced[];
    readonly account: string;
    readonly arn: string;
    readonly key: KeyLayer;
    readonly layers: (keyLevel: readonly Sourced[] | undefined) => GlobalLayers;
    readonly blockedToo: (layers: GlobalLayers) => GlobalLayers;
  },
): readonly OpenCandidate[] {
  return identities.flatMap((identity): OpenCandidate[] => {
    const any = allowing({ principals: aws(identity.arn), resources: [arn, `${arn}/*`] });
    const isOwn = identity.account === account;
    const keyLevel = key.level && [...key.level, ...key.delegatesTo === identity.account ? [any] : []];
    const grants: readonly Grant[] = isOwn ? [{ grant: any, levels: identity.boundary ? [identity.boundary] : [] }]
      : grantsOfBucket(allows, account, new Map([[identity.arn, { ...identity, allows: [any] }]])).filter(({ levels }) => levels.some((level) => level.includes(any)));
    const made = layers(keyLevel);
    const whole = isOwn ? made : blockedToo(made);
    // What an unknown policy denies takes nothing from what it may allow.
    const around = { ...whole, denies: whole.denies.filter(({ statement }) => !statement.conditions.some(({ operator }) => operator === '(unknown)')) };
    return grants.flatMap((grant) => waysOf(grant, around, arn, true)).map(({ candidate, sources }) => ({ candidate, sources, arn: identity.arn, reason: identity.open! }));
  });
}

/** The rows of what identities may do besides what is certain: one for each, where it is more than that. */
export function openRows(search: AccessSearch, candidates: readonly OpenCandidate[], kept: readonly Kept[]): readonly AccessRow[] {
  const alike = new Map<string, AccessRow | 'none'>();
  const found: Candidate[] = [];
  return candidates.flatMap((open): AccessRow[] => {
    const { candidate, arn } = open;
    const shape = shapeOf(open, kept);
    const before = shape === undefined ? undefined : alike.get(shape);
    if (before !== undefined) {
      return before === 'none' ? [] : [marked({ ...before, principal: arn, grant: { ...candidate.grant.statement, actions: before.grant.actions, resources: before.grant.resources } }, open)];
    }
    const result = search.find(candidate, { notBy: [...kept.map((one) => one.candidate), ...found] });
    const row = result.kind === 'none' ? undefined : rowOf(search, { candidate, sources: open.sources, result });
    if (shape !== undefined) {
      alike.set(shape, row ?? 'none');
    }
    if (row) {
      found.push(candidate);
    }
    return row ? [marked(row, open)] : [];
  });
}

function marked({ witness, ...row }: AccessRow, { reason, sources }: OpenCandidate): AccessRow {
  return {
    ...row, sources, certainty: 'unknown', reason: { code: 'unknownValue', message: reason, where: undefined }, grant: { ...row.grant, conditions: [...row.grant.conditions, undecided(reason)] },
  };
}

/** Without what is not decided of identities that have such a row: it says all that they may do. */
export function withoutUndecided(kept: readonly Kept[], candidates: readonly OpenCandidate[], account: string): readonly Kept[] {
  const arns = new Set(candidates.map(({ arn }) => arn).filter((arn) => readAwsIdentity(arn)?.account === account));
  return kept.filter(({ candidate: { grant: { statement: { principals } } }, result }) =>
    !(result.kind === 'unknown' && result.reason.code !== 'budget' && principals.length === 1 && typeof principals[0].value === 'string' && arns.has(principals[0].value)));
}

/** What is the same of all identities of an account of which no policy says anything by itself; undefined where one does. */
function shapeOf({ candidate: { grant, levels, denies }, arn }: OpenCandidate, kept: readonly Kept[]): string | undefined {
  const { account } = readAwsIdentity(arn) ?? {};
  const saysOf = ({ statement: { principals, notPrincipals, conditions } }: Pick<Sourced, 'statement'>) => {
    const names = [...principals, ...notPrincipals].map(({ value }) => value);
    const isAlone = notPrincipals.length === 0 && principals.length > 0 && names.every((value) => typeof value === 'string' && readAwsIdentity(value) !== undefined && readAwsIdentity(value)?.kind !== 'root');
    return isAlone ? names.some((value) => typeof value === 'string' && readAwsIdentity(value)?.principalArn === arn)
      : notPrincipals.length > 0 || conditions.some(({ key, operator }) => operator === '(unknown)' || /^aws:(principal|user)/.test(key));
  };
  const others = [...levels.flat(), ...denies, ...kept.flatMap(({ candidate }) => [candidate.grant, ...candidate.levels.flat()])];
  return grant.statement.conditions.length > 0 || levels.length > 0 || others.some(saysOf) ? undefined : `${account}`;
}
