import { documentsOf } from './bound-statement';
import { AccessPointFacts } from '../../facts/bucket-facts';
import { AccessSearch } from '../../policy/access/access-search';
import { isAbout, patternsFor } from '../../policy/access/action-patterns';
import { Candidate } from '../../policy/access/candidate';
import { AccessRow } from '../../policy/access/rows';
import { addressBlocksIn } from '../../policy/address-blocks';
import { ConditionClause, PolicyDocument } from '../../policy/policy-document';
import { Branch } from '../../policy/search/goal';
import { RequestSpace } from '../../policy/search/request-space';
import { StatementOf } from '../../policy/search/statement-of';
import { known, unknown } from '../../template/known';
import { ACCESS_POINT_KEYS, arrivalPolicy, routesOf, sentFrom, withoutLuck } from '../arrival-policy';
import { isCaller } from '../chain-caller';
import { ConcreteNames } from '../concrete-names';
import { Arrival } from '../network-path';
import { Sent, ThroughPoint } from '../sent-requests';

/** Actions of a row that pass for requests that arrive in some way. */
export interface PassingActions {
  readonly actions: readonly string[];
  /** They are all that the row lets its role do. */
  readonly allActions: boolean;
  /** Why they may not pass; empty where they do. */
  readonly unknowns: readonly string[];
}

type Verdict = 'yes' | 'no' | 'unknown';

/** Says of requests of a role which actions of a row pass, by how they arrive. */
export class RowArrivals {
  private readonly candidate: Candidate;
  private readonly statements: readonly StatementOf[];
  private readonly mentioned: ReadonlySet<string>;
  private readonly blocks: readonly string[];
  private readonly doubts: readonly string[];
  /** Where it does not, all actions of the row pass, however requests of the role arrive. */
  private readonly tellsArrivals: boolean;
  private readonly known = new Map<string, readonly PassingActions[]>();

  constructor(
    private readonly row: AccessRow, private readonly role: string, private readonly bucket: string, private readonly names: ConcreteNames, private readonly deadline: number,
  ) {
    const { grant, levels, unless, sources } = row;
    this.candidate = { grant: { document: sources[0].document, statement: grant }, levels, denies: unless };
    this.statements = [this.candidate.grant, ...levels.flat(), ...unless];
    this.mentioned = new Set(this.statements.flatMap(({ statement }) => statement.conditions.map(({ key }) => key)));
    this.blocks = addressBlocksIn(documentsOf(this.statements));
    this.doubts = row.reason ? [row.reason.message] : row.certainty === 'unknown' ? ['the entry is not decided'] : [];
    this.tellsArrivals = grant.malformed || levels.length > 0 || grant.conditions.some((clause) => !isAboutWhatIsSent(clause) && !wantsTls(clause, 'true'))
      || unless.some(({ statement: { conditions } }) => conditions.length === 0 || conditions.some((clause) => !wantsTls(clause, 'false')));
  }

  /** Whether the row speaks of an access point, so that requests may get in through it. */
  mentions(point: AccessPointFacts): boolean {
    return this.arnOf(point) !== undefined;
  }

  /** The actions that pass for requests that arrive so, and those that may. */
  passing(arrival: Arrival, point: AccessPointFacts | undefined): readonly PassingActions[] {
    const key = this.tellsArrivals ? JSON.stringify([arrival, point?.address]) : '';
    const found = this.known.get(key) ?? (this.tellsArrivals ? this.find(this.sent(arrival, point)) : [{ actions: this.row.actions, allActions: true, unknowns: this.doubts }]);
    this.known.set(key, found);
    return found;
  }

  private find(sent: Sent): readonly PassingActions[] {
    const arrives = this.allowOf(arrivalPolicy(sent, this.names, this.mentioned));
    const luck = withoutLuck(sent, this.mentioned, this.blocks);
    const sure = luck.keys.length === 0 ? undefined : this.allowOf(luck.document);
    const elsewhere = this.fromChosenAddress(sent);
    const documents = documentsOf([...this.statements, arrives, ...sure ? [sure] : [], ...elsewhere]);
    const search = new AccessSearch(documents, new RequestSpace({ documents }), this.deadline);
    const isRole = isCaller(sent.caller);
    const isRoute = routesOf(sent.arrival, sent.caller);
    const by: Branch['by'] = (caller, route) => isRole(caller) && isRoute(route);
    const ask = (match: readonly StatementOf[], doing: Branch['doing']) => search.find(this.candidate, { match, by, doing }).kind;
    const verdict = (doing?: Branch['doing']): Verdict => {
      const found = ask([arrives], doing);
      return found === 'found' ? sure && ask([arrives, sure], doing) !== 'found' ? 'unknown' : 'yes'
        : found === 'unknown' || (elsewhere.length > 0 && ask(elsewhere, doing) !== 'none') ? 'unknown' : 'no';
    };
    const decided = luck.keys.length > 0 ? [`${luck.keys.join(' and ')} ${luck.keys.length === 1 ? 'is' : 'are'} decided at deployment`]
      : elsewhere.length > 0 ? [`whether the address that AWS chooses is in ${this.blocks.join(', ')} is decided at deployment`] : [];
    const { doubts } = this;
    const answer = (actions: readonly string[], given: Exclude<Verdict, 'no'>, allActions: boolean): PassingActions => (
      { actions, allActions, unknowns: given === 'yes' ? doubts : doubts.length > 0 ? doubts : decided.length > 0 ? decided : ['the policies need more time than there is'] });
    return this.byAction(search, verdict).map(([actions, given, isAll]) => answer(actions, given, isAll));
  }

  /** Where nothing but the statement itself decides, all of its actions pass or none. */
  private byAction(search: AccessSearch, verdict: (doing?: Branch['doing']) => Verdict): (readonly [readonly string[], Exclude<Verdict, 'no'>, boolean])[] {
    const { row: { actions, grant, unless, levels } } = this;
    if (unless.length + levels.length === 0 || grant.malformed) {
      const given = verdict();
      return given === 'no' ? [] : [[actions, given, true]];
    }
    // What the row lets nobody do makes no path different from the row.
    const isLive = (doing: Branch['doing']) => search.find(this.candidate, { doing }).kind !== 'none';
    const groups = search.actionGroups.filter(({ representative }) => isAbout(grant, representative.name))
      .map(({ representative, members }) => ({ names: members.map(({ name }) => name), doing: (action: unknown) => action === representative }))
      .map(({ names, doing }) => ({ names, doing, given: verdict(doing) }));
    const all = groups.flatMap(({ names }) => names);
    const live = groups.filter(({ given, doing }) => given !== 'no' || isLive(doing)).flatMap(({ names }) => names);
    const of = (given: Exclude<Verdict, 'no'>) => groups.filter((group) => group.given === given).flatMap(({ names }) => names);
    return (['yes', 'unknown'] as const).flatMap((given) => {
      const names = of(given);
      const patterns = names.length === all.length ? actions : patternsFor(names, all.filter((name) => !names.includes(name)), actions);
      return names.length === 0 ? [] : [[patterns, given, names.length === live.length] as const];
    });
  }

  private sent(arrival: Arrival, point: AccessPointFacts | undefined): Sent {
    const account = this.role.split(':')[4];
    const nothing = known([]);
    return {
      arrival,
      caller: { kind: 'role', arn: this.role, account, address: undefined, policies: nothing, otherPolicies: nothing, boundary: known(undefined) },
      resources: [this.bucket, `${this.bucket}/*`],
      ...point ? { accessPoint: { arn: this.arnOf(point)!, account: this.accountOf(point), origin: originOf(point) } } : {},
    };
  }

  /** The ARN of the access point as the row has it. */
  private arnOf(point: AccessPointFacts): string | undefined {
    const values = this.statements.flatMap(({ statement: { conditions } }) => conditions.filter(({ key }) => key === 's3:dataaccesspointarn').flatMap((clause) => clause.values));
    const name = this.names.plain(point.name);
    return values.find((value): value is string => typeof value === 'string' && (value === this.names.plain(point.arn) || (name !== '' && value.endsWith(`:${this.accountOf(point)}:accesspoint/${name}`))));
  }

  private accountOf({ account }: AccessPointFacts): string {
    return account === undefined ? this.role.split(':')[4] : this.names.plain(account);
  }

  private allowOf(document: PolicyDocument): StatementOf {
    return { document, statement: document.statements[0] };
  }

  /** Requests from the blocks that policies name, where AWS chooses the address at deployment. */
  private fromChosenAddress(sent: Sent): readonly StatementOf[] {
    const { arrival } = sent;
    const blocks = arrival.kind === 'internet' && arrival.sourceIp.known && arrival.sourceIp.value.includes('⟦') ? this.blocks.filter((block) => this.names.readable(block) === block) : [];
    return blocks.length === 0 ? [] : [arrivalPolicy({ ...sent, arrival: { kind: 'internet', sourceIp: unknown('') } }, this.names, this.mentioned), sentFrom(sent, blocks)].map((one) => this.allowOf(one));
  }
}

/** Requests of places come with TLS, so that an Allow of it alone, or a Deny of all others, makes no difference between them. */
function wantsTls({ operator, key, values }: ConditionClause, value: string): boolean {
  return key === 'aws:securetransport' && /^Bool(IfExists)?$/.test(operator) && values.length === 1 && values[0] === value;
}

function isAboutWhatIsSent({ key }: ConditionClause): boolean {
  return key === '' || (key.startsWith('s3:') && !ACCESS_POINT_KEYS.includes(key));
}

/** AWS does not say what requests through a multi-Region access point carry. */
function originOf({ kind, vpc }: AccessPointFacts): ThroughPoint['origin'] {
  return kind === 'multi-Region access point' ? undefined : vpc.known && vpc.value !== undefined ? 'VPC' : 'Internet';
}
