import { allowing, documentsOf, Sourced, statementsFrom, undecided } from './access/bound-statement';
import { aclGrants, blockPublicLayers } from './access/bucket-layers';
import { ChainCandidate, Grant, grantsOfBucket, grantsOfIdentity, waysOf } from './access/chain-candidates';
import { ChainFacts } from './access/chain-facts';
import { IdentityIndex } from './access/identity-index';
import { KeyLayer, keyLayer } from './access/key-layer';
import { elsewhereIn, OpenCandidate, openCandidates, openRows, withoutUndecided } from './access/open-identities';
import { endpointLayers, GlobalLayers, resourceControlLayers, serviceControlLayers } from './access/organization-layers';
import { PathsOfRows, RowPath, RowPaths } from './access/row-paths';
import { deniesOfAccessPoints, grantsThroughAccessPoints } from './access/through-access-points';
import { ConcreteNames, isOwnAccount } from './concrete-names';
import { bucketPolicy, whichPolicy } from './layers';
import { BucketFacts } from '../facts/bucket-facts';
import { AccessSearch } from '../policy/access/access-search';
import { AccessRow, rowOf, withoutImplied } from '../policy/access/rows';
import { delegationsIn } from '../policy/access-point-delegation';
import { PolicyRequest } from '../policy/policy-request';
import { RequestSpace } from '../policy/search/request-space';
import { ResourceAddress } from '../template/template';

/** Someone who gets to the objects of a bucket through all policies. */
export interface ChainRow extends Pick<AccessRow, 'principal' | 'actions' | 'objects' | 'conditions' | 'certainty'> {
  /** The networks that the policies let requests come from: the internet, named endpoints, any. */
  readonly from: readonly string[];
  /** Of a role, the paths on which requests of places of the templates come that run as it, and that this row lets in. */
  readonly paths: readonly RowPath[];
  /** Of a role of the templates that has no such path, why; null otherwise. The role may be assumed from elsewhere all the same. */
  readonly noPath: string | null;
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

interface WaysInto {
  readonly candidates: readonly ChainCandidate[];
  /** What policies that are not known may add. */
  readonly open: readonly OpenCandidate[];
  readonly denies: readonly Sourced[];
  /** The account of the bucket. */
  readonly account: string;
}

export interface WhoCanOptions {
  /** Only this action. */
  readonly action?: string;
  /** How long one bucket may take, and as long again for the paths. */
  readonly milliseconds?: number;
  /** Paths are left out. */
  readonly withoutPaths?: boolean;
}

/** One bucket may take so long, if no more is said. */
const MILLISECONDS = 800;

/** Asks of the buckets of one app who can use them. */
export class WhoCan {
  private readonly identities: IdentityIndex;

  /** @param paths finds the paths of rows, which have none without it */
  constructor(private readonly facts: ChainFacts, private readonly names: ConcreteNames, private readonly paths?: PathsOfRows) {
    this.identities = new IdentityIndex(facts.identities, names);
  }

  /** Lists who can do what with the bucket: rows that together allow what the chain allows, none of which the others imply. */
  of(bucket: BucketFacts, options: WhoCanOptions = {}): WhoCanAnswer {
    const rows = this.rowsOf(bucket, options);
    const deadline = Date.now() + (options.milliseconds ?? MILLISECONDS);
    const pathsOf = (row: AccessRow) => options.withoutPaths ? undefined : this.paths?.of(row, bucket, deadline);
    return {
      bucket: bucket.address,
      constructPath: bucket.constructPath,
      rows: rows.map((row) => this.readable(row, pathsOf(row) ?? { paths: [], noPath: null }, bucket)),
      assumptions: ASSUMPTIONS,
    };
  }

  /** The same for machines, with stand-ins for what AWS chooses. */
  rowsOf(bucket: BucketFacts, { action, milliseconds = MILLISECONDS }: WhoCanOptions = {}): readonly AccessRow[] {
    const deadline = Date.now() + milliseconds;
    const { candidates, open, denies, account } = this.waysInto(bucket);
    const documents = documentsOf([...[...candidates, ...open].flatMap(({ candidate: { grant, levels } }) => [grant, ...levels.flat()]), ...denies]);
    const space = new RequestSpace({ documents, ...action === undefined ? {} : { actions: ({ name }) => name.toLowerCase() === action.toLowerCase() } });
    const search = new AccessSearch(documents, space, deadline);
    const kept = withoutUndecided(withoutImplied(search, candidates), open, account);
    return [...kept.map((one) => rowOf(search, one)), ...openRows(search, open, kept)];
  }

  /** Every way into a bucket as candidates, before any is left out: what the rows are made of. */
  waysInto(bucket: BucketFacts): WaysInto {
    const { names, facts } = this;
    const arn = names.plain(bucket.arn);
    const account = isOwnAccount(bucket.account) ? names.account : bucket.account!;
    const { address, document } = bucketPolicy(bucket, names);
    const name = `bucket policy ${names.nameOf(address)}`;
    const several = whichPolicy(bucket);
    const elsewhere = elsewhereIn(account, this.facts.elsewhere ?? [], document, names, (one) => this.identities.has(one));
    const known = this.identities.of(arn);
    const all = this.identities.seenFrom(known);
    const key = keyLayer(bucket, facts.identities, names);
    const accounts = [...new Set([account, ...this.identities.accounts])];
    const around = [
      serviceControlLayers(facts.serviceControlPolicies, accounts), resourceControlLayers(facts.resourceControlPolicies), endpointLayers(facts.endpoints, names),
    ];
    const delegations = delegationsIn(document);
    const layersWith = (keyLevel: KeyLayer['level']): GlobalLayers => ({
      levels: [...keyLevel ? [keyLevel] : [], ...around.flatMap(({ levels }) => levels)],
      levelsFor: (grant) => around.flatMap(({ levelsFor }) => levelsFor?.(grant) ?? []),
      denies,
    });
    const denies = [
      ...statementsFrom(document, 'Deny', name), ...key.denies, ...[...around, ...known, ...elsewhere].flatMap((one) => one.denies),
      ...delegations.length === 0 ? [] : deniesOfAccessPoints(bucket, account, names),
      ...several === undefined ? [] : [allowing({ effect: 'Deny', conditions: [undecided(several)] })],
    ];
    const layers = layersWith(key.level);
    const delegating = new Set(delegations.map(({ statement }) => statement));
    const allows = statementsFrom(document, 'Allow', name);
    const block = blockPublicLayers(bucket, document, account);
    const of = (grants: readonly Grant[], more: GlobalLayers) => grants.flatMap((grant) => waysOf(grant, more, arn));
    const blockedToo = (one: GlobalLayers) => ({ ...one, levels: [...block.levels, ...one.levels] });
    const blocked = blockedToo(layers);
    const candidates = [
      ...of(grantsOfBucket(allows.filter(({ statement }) => !delegating.has(statement)), account, all), blocked),
      ...of(grantsThroughAccessPoints(bucket, delegations, allows.filter(({ statement }) => delegating.has(statement)), account, all, names), blocked),
      ...of([...known.filter((identity) => identity.account === account), ...elsewhere].flatMap(grantsOfIdentity), layers),
      ...of(aclGrants(bucket, arn).map((grant) => ({ grant, levels: [] })), layers),
    ];
    const open = openCandidates([...this.identities.open, ...elsewhere], { allows, account, arn, key, layers: layersWith, blockedToo });
    return { candidates, open, denies, account };
  }

  /** A text with the names that people know; the account too, where it is decided at deployment. */
  private readableText(text: string, accountIsOpen: boolean): string {
    const readable = this.names.readable(text);
    return accountIsOpen ? readable.split(this.names.account).join('<AWS::AccountId>') : readable;
  }

  private readable(row: AccessRow, { paths, noPath }: RowPaths, bucket: BucketFacts): ChainRow {
    const text = (value: string) => this.readableText(value, isOwnAccount(bucket.account));
    return {
      principal: text(row.principal),
      actions: row.actions,
      objects: row.objects.map(text),
      conditions: row.conditions.map(text),
      from: row.paths.map(text),
      paths: paths.map((path) => ({ ...path, unknowns: path.unknowns.map(text) })),
      noPath: noPath && text(noPath),
      certainty: row.certainty,
      witness: row.witness ? JSON.parse(text(JSON.stringify(row.witness))) as PolicyRequest : null,
      reason: row.reason?.message ?? null,
      through: [...new Set(row.sources.flatMap((source: Sourced) => source.source ?? []))],
    };
  }
}

const ASSUMPTIONS = [
  'Identities that these templates do not name have no policies in the account of the bucket, and those of other accounts have all that they need there.',
  'The root user of the account of the bucket is not listed: it can do what no policy denies.',
];
