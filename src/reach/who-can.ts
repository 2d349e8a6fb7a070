import { aclGrants, blockPublicLayers } from './access/bucket-layers';
import { Sourced, statementsFrom, undecided, allowing } from './access/bound-statement';
import { BoundIdentity, ChainCandidate, Grant, grantsOfBucket, grantsOfIdentity, waysOf } from './access/chain-candidates';
import { ChainFacts } from './access/chain-facts';
import { IdentityIndex } from './access/identity-index';
import { keyLayer } from './access/key-layer';
import { endpointLayers, GlobalLayers, resourceControlLayers, serviceControlLayers } from './access/organization-layers';
import { grantsThroughAccessPoints } from './access/through-access-points';
import { ConcreteNames, isOwnAccount } from './concrete-names';
import { bucketPolicy, whichPolicy } from './layers';
import { BucketFacts } from '../facts/bucket-facts';
import { delegationsIn } from '../policy/access-point-delegation';
import { AccessSearch } from '../policy/access/access-search';
import { AccessRow, rowOf, withoutImplied } from '../policy/access/rows';
import { PolicyDocument } from '../policy/policy-document';
import { PolicyRequest } from '../policy/policy-request';
import { RequestSpace } from '../policy/search/request-space';
import { ResourceAddress } from '../template/template';

/** Somebody who gets to the objects of a bucket through all policies. */
export interface ChainRow extends Pick<AccessRow, 'principal' | 'actions' | 'objects' | 'conditions' | 'paths' | 'certainty'> {
  /** A request that passes by this row, and certainly by no other. */
  readonly witness: PolicyRequest | null;
  /** Why not all of the row is proved; null where it is. */
  readonly reason: string | null;
  /** The statements that let them in. */
  readonly through: readonly string[];
}

/** Who can do what with a bucket. */
export interface WhoCanAnswer {
  readonly bucket: ResourceAddress;
  readonly constructPath: string | undefined;
  readonly rows: readonly ChainRow[];
  /** What this rests on that no template says, each as a sentence. */
  readonly assumptions: readonly string[];
}

export interface WhoCanOptions {
  /** Only this action. */
  readonly action?: string;
  /** How long one bucket may take. */
  readonly milliseconds?: number;
}

/** One bucket may take so long, if no more is said. */
const MILLISECONDS = 800;

/** Asks of the buckets of one app who can use them. */
export class WhoCan {
  private readonly identities: IdentityIndex;

  constructor(private readonly facts: ChainFacts, private readonly names: ConcreteNames) {
    this.identities = new IdentityIndex(facts.identities, names);
  }

  /** Lists who can do what with the bucket: rows that together allow what the chain allows, none of which the others imply. */
  of(bucket: BucketFacts, { action, milliseconds = MILLISECONDS }: WhoCanOptions = {}): WhoCanAnswer {
    const deadline = Date.now() + milliseconds;
    const ways = this.waysInto(bucket);
    const [layers] = ways.layers;
    const documents = documentsOf([...ways.candidates.flatMap(({ candidate: { grant, levels } }) => [grant, ...levels.flat()]), ...layers.denies]);
    const space = new RequestSpace({ documents, ...action === undefined ? {} : { actions: ({ name }) => name.toLowerCase() === action.toLowerCase() } });
    const search = new AccessSearch(documents, space, deadline);
    const rows = withoutImplied(search, ways.candidates).map((kept) => this.readable(rowOf(search, kept), kept.sources));
    return { bucket: bucket.address, constructPath: bucket.constructPath, rows, assumptions: [...ways.assumptions, ...ASSUMPTIONS] };
  }

  /** Every way into a bucket as candidates, before any is left out: what the rows are made of. */
  waysInto(bucket: BucketFacts): { readonly candidates: readonly ChainCandidate[]; readonly layers: readonly [GlobalLayers]; readonly assumptions: readonly string[] } {
    const { names, facts } = this;
    const arn = names.plain(bucket.arn);
    const account = isOwnAccount(bucket.account) ? names.account : bucket.account!;
    const { address, document } = bucketPolicy(bucket, names);
    const name = `bucket policy ${address.logicalId}`;
    const open = whichPolicy(bucket);
    const known = this.identities.of(arn);
    const all = new Map(known.map((identity) => [identity.arn, identity]));
    const key = keyLayer(bucket, facts.identities, names);
    const accounts = [...new Set([account, ...this.identities.accounts])];
    const around = [
      serviceControlLayers(facts.serviceControlPolicies, accounts), resourceControlLayers(facts.resourceControlPolicies), endpointLayers(facts.endpoints, names),
    ];
    const layers: GlobalLayers = {
      levels: [...key.level ? [key.level] : [], ...around.flatMap(({ levels }) => levels)],
      denies: [
        ...statementsFrom(document, 'Deny', name), ...key.denies, ...around.flatMap(({ denies }) => denies), ...known.flatMap(({ denies }) => denies),
        ...open === undefined ? [] : [allowing({ effect: 'Deny', conditions: [undecided(open)] })],
      ],
    };
    const delegations = delegationsIn(document);
    const delegating = new Set(delegations.map(({ statement }) => statement));
    const allows = statementsFrom(document, 'Allow', name);
    const block = blockPublicLayers(bucket, document, account);
    const of = (grants: readonly Grant[], more: GlobalLayers) => grants.flatMap((grant) => waysOf(grant, more, arn));
    const blockedToo = { ...layers, levels: [...block.levels, ...layers.levels] };
    const candidates = [
      ...of(grantsOfBucket(allows.filter(({ statement }) => !delegating.has(statement)), account, this.identities.all), blockedToo),
      ...of(grantsThroughAccessPoints(bucket, delegations, allows.filter(({ statement }) => delegating.has(statement)), account, this.identities.all, names), blockedToo),
      ...of([...all.values()].filter((identity) => identity.account === account).flatMap(grantsOfIdentity), layers),
      ...of(aclGrants(bucket, arn).map((grant) => ({ grant, levels: [] })), layers),
    ];
    return { candidates, layers: [layers], assumptions: this.assumptionsOf(known) };
  }

  private assumptionsOf(known: readonly BoundIdentity[]): string[] {
    const elsewhere = known.filter(({ otherPolicies }) => otherPolicies.length > 0);
    return elsewhere.slice(0, 5).map(({ arn, otherPolicies }) => `What ${otherPolicies.join(' and ')} of ${this.names.readable(arn)} allow is not in these templates and not counted.`);
  }

  private readable(row: AccessRow, sources: readonly Sourced[]): ChainRow {
    const { names } = this;
    const text = (value: string) => names.readable(value);
    return {
      principal: text(row.principal),
      actions: row.actions,
      objects: row.objects.map(text),
      conditions: row.conditions.map(text),
      paths: row.paths.map(text),
      certainty: row.certainty,
      witness: row.witness ? JSON.parse(text(JSON.stringify(row.witness))) as PolicyRequest : null,
      reason: row.reason?.message ?? null,
      through: [...new Set(sources.flatMap(({ source }) => source ?? []))],
    };
  }
}

const ASSUMPTIONS = [
  'Identities that are not in these templates have no policies of their own in the account of the bucket, and all that they need in other accounts.',
  'The root user of the account of the bucket is not listed: it can do what no policy denies.',
];

/** The statements as documents for the vocabulary of a search. */
function documentsOf(statements: readonly Sourced[]): PolicyDocument[] {
  const byVersion = new Map<string, Set<Sourced['statement']>>();
  const unread = new Map<string, Pick<PolicyDocument, 'unknowns' | 'problems'>>();
  for (const { document, statement } of statements) {
    byVersion.set(document.version, (byVersion.get(document.version) ?? new Set()).add(statement));
    const before = unread.get(document.version) ?? { unknowns: [], problems: [] };
    unread.set(document.version, before);
  }
  return [...byVersion].map(([version, found]) => ({ version, isIdentityPolicy: false, statements: [...found], problems: [], unknowns: [] }));
}
