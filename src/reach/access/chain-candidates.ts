import { allowing, aws, boundTo, Sourced, statementsFrom, undecided } from './bound-statement';
import { ChainIdentity } from './chain-facts';
import { conjunction, covers } from './conjunction';
import { GlobalLayers } from './organization-layers';
import { Candidate, partsOf } from '../../policy/access/candidate';
import { matchesStatement } from '../../policy/evaluate';
import { globCovers, hasWildcard } from '../../policy/glob';
import { PolicyDocument, PolicyText } from '../../policy/policy-document';
import { PolicyRequest, readAwsIdentity } from '../../policy/policy-request';
import { UnknownValue } from '../../policy/unknown-value';

/** A way in before it is known what the chain leaves of it: a grant, and of each level one Allow besides. */
export interface Grant {
  readonly grant: Sourced;
  readonly levels: readonly (readonly Sourced[])[];
}

/** An identity with its policies as statements about itself. */
export interface BoundIdentity {
  readonly arn: string;
  readonly account: string;
  readonly allows: readonly Sourced[];
  readonly denies: readonly Sourced[];
  /** The Allow statements of its permissions boundary; absent where it has none. */
  readonly boundary: readonly Sourced[] | undefined;
  /** Why it may be allowed more than that: it has, or may have, policies that are not known. */
  readonly open: string | undefined;
}

/** Binds what the policies of an identity say to it. */
export function boundIdentity(
  { boundary }: Pick<ChainIdentity, 'boundary'>, known: string, arn: string, account: string, policies: readonly PolicyDocument[], within: PolicyDocument | undefined,
  open?: string,
): BoundIdentity {
  const self = aws(arn);
  const name = `a policy of ${known}`;
  const of = (document: PolicyDocument, effect: 'Allow' | 'Deny', what: string) => statementsFrom(document, effect, what).map((one) => boundTo(self, one));
  const limit = `the permissions boundary of ${known}`;
  return {
    arn,
    account,
    allows: policies.flatMap((policy) => of(policy, 'Allow', name)),
    denies: [...policies.flatMap((policy) => of(policy, 'Deny', name)), ...within ? of(within, 'Deny', limit) : []],
    boundary: !boundary.known ? [allowing({ principals: self, conditions: [undecided(boundary.reason)] })] : within && of(within, 'Allow', limit),
    open,
  };
}

/**
 * What the Allow statements of a bucket policy grant, each for the principals of whom nothing else has to allow it.
 *
 * In the same account a statement that names an identity is enough, within the permissions boundary of a role, and one that names the
 * account leaves it to the policies of its identities. An identity of another account needs an Allow of its own policies besides;
 * those of identities that are not in these templates are left to their accounts.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function grantsOfBucket(allows: readonly Sourced[], account: string, identities: ReadonlyMap<string, BoundIdentity>): Grant[] {
  const elsewhere = [...identities.values()].filter((identity) => identity.account !== account);
  return allows.flatMap((allow): Grant[] => partsOf(allow.statement).flatMap((statement): Grant[] => {
    const grant: Sourced = { ...allow, statement };
    const [pattern] = statement.principals;
    const identity = pattern?.type === 'AWS' && typeof pattern.value === 'string' ? readAwsIdentity(pattern.value) : undefined;
    if (statement.malformed || (pattern && !(pattern.type === 'AWS' && (pattern.value === '*' || identity)))) {
      return [{ grant, levels: [] }];
    }
    if (identity && identity.kind !== 'root') {
      const known = identities.get(identity.principalArn);
      return !known ? [{ grant, levels: [] }]
        : known.account === account ? [{ grant, levels: identity.kind === 'role' && known.boundary ? [known.boundary] : [] }]
          : [{ grant, levels: [known.allows, ...known.boundary ? [known.boundary] : []] }];
    }
    if (identity?.account === account) {
      return [];
    }
    const others = identity ? elsewhere.filter((one) => one.account === identity.account) : elsewhere;
    return [
      { grant, levels: others.length === 0 ? [] : [[allowing({ conditions: [{ operator: 'ArnNotEquals', key: 'aws:principalarn', values: others.map(({ arn }) => arn) }] })]] },
      ...others.filter((one) => one.allows.length > 0).map((one): Grant => (
        { grant, levels: [one.allows, ...one.boundary ? [one.boundary] : []] })),
    ];
  }));
}

/** What the policies of an identity of the same account grant by themselves, within its permissions boundary. */
export function grantsOfIdentity({ allows, boundary }: BoundIdentity): Grant[] {
  return allows.flatMap((allow) => partsOf(allow.statement).map((statement): Grant => ({ grant: { ...allow, statement }, levels: boundary ? [boundary] : [] })));
}

/** More ways than that are one, of which nobody says how it is bound. */
const MOST_WAYS = 64;

/** A way in, and the statements that it comes from. */
export interface ChainCandidate {
  readonly candidate: Candidate;
  readonly sources: readonly Sourced[];
}

/** The grant with each choice of an Allow from each level, as far as possible in one statement; in one piece, where it is not to be split. */
export function waysOf({ grant: whole, levels: own }: Grant, layers: GlobalLayers, bucket: string, inOnePiece: boolean = false): ChainCandidate[] {
  const grant = inBucket(whole, bucket);
  if (!grant) {
    return [];
  }
  const { denies } = layers;
  const global = [...layers.levels, ...layers.levelsFor?.(grant) ?? []];
  const scope = allowing({ resources: [bucket, `${bucket}/*`] });
  const isElsewhere = grant.statement.resources.length === 0 || grant.statement.resources.some((text) => typeof text === 'string' && text !== bucket && !text.startsWith(`${bucket}/`));
  const levels = [...isElsewhere ? [[scope]] : [], ...own, ...global].filter((level) => !level.some((allow) => covers(allow, grant)));
  const confirm = (request: PolicyRequest) => matches(whole, request) && [...own, ...global].every((level) => level.some((allow) => matches(allow, request)))
    && denies.every(({ document, statement }) => matchesStatement(document, statement, request) === 'no');
  if (inOnePiece) {
    const possible = levels.map((level) => level.filter((allow) => conjunction(grant, allow) !== 'nothing'));
    return possible.some((level) => level.length === 0) ? [] : [{ candidate: { grant, levels: possible, denies, confirm }, sources: [whole] }];
  }
  let ways: { readonly grant: Sourced; readonly sources: readonly Sourced[]; readonly levels: readonly (readonly Sourced[])[] }[] = [{ grant, sources: [whole], levels: [] }];
  for (const level of levels) {
    const chosen = ways.flatMap((way) => level.some((allow) => covers(allow, way.grant)) ? [way] : level.flatMap((allow) => {
      const both = conjunction(way.grant, allow);
      const sources = allow.source === undefined ? way.sources : [...way.sources, allow];
      return both === 'nothing' ? [] : both ? [{ ...way, grant: both, sources }] : [{ ...way, sources, levels: [...way.levels, [allow]] }];
    }));
    ways = chosen.length <= MOST_WAYS ? chosen : ways.map((way) => ({ ...way, levels: [...way.levels, level] }));
  }
  return ways.map((way) => ({ candidate: { grant: way.grant, levels: way.levels, denies, confirm }, sources: way.sources }));
}

function matches({ document, statement }: Sourced, request: PolicyRequest): boolean {
  return matchesStatement(document, statement, request) === 'yes';
}

/** The statement with those of its resources that are this bucket or in it; undefined if none is. */
export function inBucket(of: Sourced, bucket: string): Sourced | undefined {
  const { statement } = of;
  if (statement.resources.length === 0) {
    return of;
  }
  const resources = [...new Set(statement.resources.flatMap((text) => resourcesIn(text, bucket)))];
  return resources.length === 0 ? undefined : { ...of, statement: { ...statement, resources } };
}

function resourcesIn(text: PolicyText, bucket: string): PolicyText[] {
  if (text instanceof UnknownValue || text === bucket || text.startsWith(`${bucket}/`)) {
    return [text];
  }
  if (!hasWildcard(text)) {
    return text.includes('${') && globCovers(text.replace(/\$\{[^}]*\}/g, '*'), bucket) ? [text] : [];
  }
  const covered = [bucket, `${bucket}/*`].filter((one) => globCovers(text, one));
  if (covered.length > 0) {
    return covered;
  }
  // A pattern such as `arn:aws:s3:::da*/reports/*` is about one folder, and about every folder of that name below another one.
  const [, start, rest] = /^([^/]*\*)(\/.*)$/s.exec(text) ?? [];
  return start !== undefined && globCovers(start, bucket) ? [bucket + rest, `${bucket}/*${rest}`] : mayBeIn(text, bucket) ? [text] : [];
}

function mayBeIn(pattern: string, bucket: string): boolean {
  const start = pattern.split(/[*?]|\$\{/)[0];
  return start.startsWith(`${bucket}/`) || `${bucket}/`.startsWith(start);
}
