import { Certainty } from '../certainty';
import { evaluate } from '../evaluate';
import { globCovers } from '../glob';
import { PolicyDocument, PolicyStatement } from '../policy-document';
import { ContextValue, PolicyRequest, RequestPrincipal } from '../policy-request';
import { S3_ACTIONS, S3Action } from '../s3-actions';
import { Budget, OutOfBudget } from './budget';
import { actionMatches, compile, Compiled, Literal, principalMatches, Reading, RESOURCE, Situation } from './compile';
import { KeyAvailability, KeyTest, KeyValue, solveKey } from './key-theory';
import { anyText, atLeast, LinearPattern, literal, sequence } from './linear-pattern';
import { availabilityOf, Caller, callersOf, Route, routesOf } from './request-class';
import { solveText } from './text-theory';
import { Vocabulary, vocabularyOf } from './vocabulary';

/** A statement together with the document that it is part of. */
export interface StatementOf {
  readonly document: PolicyDocument;
  readonly statement: PolicyStatement;
}

/** Statements that have to match, and statements that must not. */
export interface Branch {
  readonly match: readonly StatementOf[];
  readonly miss: readonly StatementOf[];
}

/** What is looked for: a request for which one of the branches comes true. */
export interface Goal {
  readonly documents: readonly PolicyDocument[];
  readonly branches: readonly Branch[];
  /** The callers that count; all, if not given. */
  readonly callers?: (caller: Caller) => boolean;
  /** The routes that count; all, if not given. */
  readonly routes?: (route: Route, caller: Caller) => boolean;
  /** The actions that count; all of S3, if not given. */
  readonly actions?: (action: S3Action) => boolean;
  /** Further demands on condition keys, which depend on the caller. */
  readonly demands?: (caller: Caller, route: Route) => readonly Literal[];
  /** Names beside those of the documents. */
  readonly vocabulary?: readonly string[];
  /** Condition keys that the demands speak of. */
  readonly keys?: readonly string[];
  /** Replays a found request by the evaluator: is it what was looked for? */
  confirm(request: PolicyRequest): boolean;
}

/** Why something could neither be shown nor ruled out. */
export interface UnknownReason {
  readonly code: 'budget' | 'policyVariable' | 'unknownValue' | 'malformedStatement' | 'mixedOperators';
  readonly message: string;
  readonly where: string | undefined;
}

export type SearchResult =
  | { readonly kind: 'found'; readonly request: PolicyRequest }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason };

/**
 * Finds a request that fulfils the goal, or proves that there is none.
 *
 * Every request that is returned was confirmed by the evaluator. `none` is only said when no request could fulfil the
 * goal even if everything unknown turned out in its favour.
 */
export function findRequest(goal: Goal): SearchResult {
  const budget = new Budget();
  try {
    const possible = search(goal, budget, 'may');
    if (possible.kind !== 'unknown' || possible.reason.code === 'policyVariable') {
      return possible;
    }
    // Something unknown was needed. Without its help the request may still be there.
    const definite = search(goal, budget, 'must');
    return definite.kind === 'found' ? definite : possible;
  } catch (error) {
    if (error instanceof OutOfBudget) {
      return { kind: 'unknown', reason: { code: 'budget', message: error.message, where: undefined } };
    }
    throw error;
  }
}

function search(goal: Goal, budget: Budget, reading: Reading): SearchResult {
  const vocabulary = vocabularyOf(goal.documents, goal.vocabulary, goal.keys);
  const actions = representativeActions(goal);
  let doubt: UnknownReason | undefined;
  const resources = new Map(actions.map((action) => [action, resourcesOf(vocabulary, action)]));
  for (const caller of callersOf(vocabulary)) {
    if (goal.callers && !goal.callers(caller)) {
      continue;
    }
    const forCaller = goal.branches.filter(({ match }) => match.every(({ document, statement }) => possible(principalMatches(document, statement, caller), statement, reading)));
    const routes = forCaller.length > 0 ? routesOf(vocabulary, caller).filter((route) => !goal.routes || goal.routes(route, caller)) : [];
    for (const action of routes.length > 0 ? actions : []) {
      const branches = forCaller.filter(({ match }) => match.every(({ statement }) => possible(actionMatches(statement, action), statement, reading)));
      if (branches.length === 0 || resources.get(action)!.length === 0) {
        continue;
      }
      for (const route of routes) {
        for (const situation of situationsOf(vocabulary, caller, route, action, resources.get(action)!)) {
          const result = searchSituation(goal, branches, vocabulary, situation, route, budget, reading);
          if (result.kind === 'found') {
            return result;
          }
          doubt ??= result.kind === 'unknown' ? result.reason : undefined;
        }
      }
    }
  }
  return doubt ? { kind: 'unknown', reason: doubt } : { kind: 'none' };
}

function possible(answer: Certainty, { malformed }: PolicyStatement, reading: Reading): boolean {
  return reading === 'may' ? malformed || answer !== 'no' : answer === 'yes' && !malformed;
}

/** One action of each kind that the statements can tell apart. */
function representativeActions(goal: Goal): S3Action[] {
  const statements = [...new Set(goal.branches.flatMap(({ match, miss }) => [...match, ...miss]).map(({ statement }) => statement))];
  const patterns = [...new Set(statements.flatMap(({ actions, notActions }) => [...actions, ...notActions]).filter((p) => typeof p === 'string').map((p) => p.toLowerCase()))];
  const matchers = patterns.map(actionsMatching);
  const keys = [...new Set(statements.flatMap(({ conditions }) => conditions.map(({ key }) => key)))].filter((key) => key.startsWith('s3:'));
  const isIdentityPolicy = goal.documents.some((document) => document.isIdentityPolicy);
  const found = new Map<string, S3Action>();
  for (const action of PREFERRED_ACTIONS) {
    if ((goal.actions && !goal.actions(action)) || (action.resourceTypes.length === 0 && !isIdentityPolicy)) {
      continue;
    }
    const name = action.name.toLowerCase();
    const signature = [
      ...matchers.map((matching) => matching.has(name) ? '1' : '0'),
      ...keys.map((key) => action.conditionKeys.has(key.includes('/') ? key.slice(0, key.indexOf('/') + 1) : key) ? '1' : '0'),
      ...action.resourceTypes,
    ].join(' ');
    if (!found.has(signature)) {
      found.set(signature, action);
    }
  }
  return [...found.values()];
}

const matchingActions = new Map<string, ReadonlySet<string>>();

/** The names of the actions that a pattern matches, both in lower case. */
function actionsMatching(pattern: string): ReadonlySet<string> {
  let names = matchingActions.get(pattern);
  if (!names) {
    names = new Set(S3_ACTIONS.map(({ name }) => name.toLowerCase()).filter((name) => globCovers(pattern, name)));
    if (matchingActions.size < 1000) {
      matchingActions.set(pattern, names);
    }
  }
  return names;
}

/** The actions that people know come first, so that a counterexample uses them where it can. */
const WELL_KNOWN = ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 's3:DeleteObject', 's3:PutBucketPolicy', 's3:GetBucketPolicy'];
const PREFERRED_ACTIONS: readonly S3Action[] = [
  ...WELL_KNOWN.flatMap((name) => S3_ACTIONS.find((action) => action.name === name) ?? []),
  ...S3_ACTIONS.filter(({ name }) => !WELL_KNOWN.includes(name)),
];

/** A situation, and what a request made of it says besides its open questions. */
interface OpenSituation extends Situation {
  readonly fixedContext: Readonly<Record<string, string>>;
  readonly resources: readonly LinearPattern[];
}

/** With and without TLS where that is asked for, and each choice of values for policy variables. */
function* situationsOf(vocabulary: Vocabulary, caller: Caller, route: Route, action: S3Action, resources: readonly LinearPattern[]): Iterable<OpenSituation> {
  const asksForTls = vocabulary.keys.has('aws:securetransport') || vocabulary.keys.has('s3:tlsversion');
  for (const secure of asksForTls ? [true, false] : [true]) {
    const known = new Map<string, KeyAvailability>();
    const available = (key: string) => {
      const availability = known.get(key) ?? availabilityOf(vocabulary, caller, route, action, secure, key);
      known.set(key, availability);
      return availability;
    };
    const open = [...vocabulary.variables].filter((key) => !decidedValue(available(key)));
    for (const choice of choicesOf(vocabulary, open, available)) {
      const variables = new Map<string, string | null>();
      for (const key of vocabulary.variables) {
        const decided = decidedValue(available(key));
        const value = decided ? decided.value : choice?.get(key);
        if (value !== undefined) {
          variables.set(key, value);
        }
      }
      yield {
        caller,
        action,
        variables,
        opaqueVariables: choice === undefined,
        resources,
        fixedContext: asksForTls ? { 'aws:securetransport': String(secure) } : {},
        availability: (key) => choice?.has(key) ? chosen(available(key), choice.get(key)!) : available(key),
      };
    }
  }
}

function decidedValue({ mayBeAbsent, fixed, domain }: KeyAvailability): { value: string | null } | undefined {
  return fixed && !mayBeAbsent ? { value: fixed[0] } : !domain && !fixed ? { value: null } : undefined;
}

function chosen(availability: KeyAvailability, value: string | null): KeyAvailability {
  return value === null ? { ...availability, mayBeAbsent: true, domain: undefined, fixed: undefined } : { ...availability, mayBeAbsent: false, fixed: [value] };
}

const MAXIMUM_CHOICES = 48;

/**
 * Values to try for the keys of policy variables. They cannot be exhausted, so a last choice, `undefined`, leaves the
 * variables opaque: if even that finds nothing, there is nothing.
 */
function* choicesOf(vocabulary: Vocabulary, keys: readonly string[], available: (key: string) => KeyAvailability): Iterable<ReadonlyMap<string, string | null> | undefined> {
  if (keys.length === 0) {
    yield new Map();
    return;
  }
  const options = keys.map((key): (string | null)[] => {
    const { mayBeAbsent, domain, fixed } = available(key);
    const samples = domain ? [solveText(domain, [], new Budget())] : [];
    const segments = [...vocabulary.resources].flatMap((resource) => resource.split(/[/*?]|\$\{[^}]*\}/)).filter((part) => part !== '' && !part.includes(':'));
    const values = [...fixed ?? [], ...samples.flatMap((sample) => sample ?? []), ...vocabulary.constants.get(key) ?? [], ...segments.slice(0, 4)];
    return [...new Set([...values, ...mayBeAbsent ? [null] : []])];
  });
  let made = 0;
  function* combine(index: number, choice: ReadonlyMap<string, string | null>): Iterable<ReadonlyMap<string, string | null>> {
    if (index === keys.length) {
      if (made++ < MAXIMUM_CHOICES) {
        yield choice;
      }
      return;
    }
    for (const value of options[index]) {
      yield* combine(index + 1, new Map([...choice, [keys[index], value]]));
    }
  }
  yield* combine(0, new Map());
  yield undefined;
}

/** The ARNs that an action of S3 can be about. @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
function resourcesOf({ partition, resources }: Vocabulary, { resourceTypes }: S3Action): LinearPattern[] {
  const bucket = sequence(`arn:${partition}:s3:::`, atLeast(1, 'a-z0-9.-'));
  const legacy = sequence(`arn:${partition}:s3:::`, atLeast(1, 'A-Za-z0-9._-'));
  const accessPoint = sequence(`arn:${partition}:s3:`, atLeast(1, 'a-z0-9-'), ':', atLeast(1, '0-9'), ':accesspoint/', atLeast(1, 'a-z0-9-'));
  const texts = [...resources].join('\n');
  const usesLegacy = /:s3:::[^/\n]*[A-Z_]/.test(texts);
  const accessPoints = texts.includes('accesspoint');
  // What is neither a letter of a bucket name nor a wildcard (a symbol for a name that AWS chooses) stands for itself.
  const odd = [...resources].filter((resource) => /:s3:::[^/*?]*[^A-Za-z0-9._*?/-]/.test(resource.split('/')[0])).map((resource) => literal(resource.split('/')[0]));
  return resourceTypes.length === 0 ? [literal('*')] : resourceTypes.flatMap((type): LinearPattern[] => {
    switch (type) {
      case 'bucket': return [bucket, ...usesLegacy ? [legacy] : [], ...odd];
      case 'object': return [bucket, ...usesLegacy ? [legacy] : [], ...odd].map((name) => sequence(name, '/', anyText(1)));
      case 'accesspoint': return accessPoints ? [accessPoint] : [];
      case 'accesspointobject': return accessPoints ? [sequence(accessPoint, '/object/', anyText(1))] : [];
      default: return [];
    }
  });
}

function searchSituation(goal: Goal, branches: readonly Branch[], vocabulary: Vocabulary, situation: OpenSituation, route: Route, budget: Budget, reading: Reading): SearchResult {
  const opposite: Reading = reading === 'may' ? 'must' : 'may';
  let doubt: UnknownReason | undefined;
  const compiled = new Map<PolicyStatement, Compiled>();
  const compileMiss = ({ document, statement }: StatementOf): Compiled => {
    const known = compiled.get(statement);
    if (known !== undefined) {
      return known;
    }
    const result = compile(document, statement, situation, opposite);
    compiled.set(statement, result);
    return result;
  };
  for (const { match, miss } of branches) {
    budget.spend(1);
    const required = match.map(({ document, statement }) => compile(document, statement, situation, reading));
    if (required.some((literals) => literals === 'never')) {
      continue;
    }
    const clauses: Literal[][] = [];
    for (const statement of miss) {
      const literals = compileMiss(statement);
      if (literals !== 'never') {
        clauses.push(literals.map((l) => ({ ...l, positive: !l.positive })));
      }
    }
    if (clauses.some((clause) => clause.length === 0)) {
      continue;
    }
    const solver = new Solver(situation, budget);
    const facts = [...goal.demands?.(situation.caller, route) ?? [], ...(required as Literal[][]).flat()];
    const model = solver.solve(facts, clauses);
    if (!model) {
      continue;
    }
    if (situation.opaqueVariables) {
      doubt ??= { code: 'policyVariable', message: 'it depends on the value of a policy variable', where: undefined };
      continue;
    }
    const request = requestOf(situation, model, vocabulary);
    if (goal.confirm(request)) {
      return { kind: 'found', request };
    }
    doubt ??= reasonFor(goal.documents);
  }
  return doubt ? { kind: 'unknown', reason: doubt } : { kind: 'none' };
}

/** The first thing in the documents that is not known, or not defined. */
function reasonFor(documents: readonly PolicyDocument[]): UnknownReason {
  for (const { problems, unknowns, statements } of documents) {
    if (unknowns[0]) {
      return { code: 'unknownValue', message: unknowns[0].message, where: unknowns[0].where };
    }
    if (problems[0]) {
      return { code: 'malformedStatement', message: problems[0].message, where: problems[0].where };
    }
    const undecided = statements.find((statement) => JSON.stringify(statement).includes('"reason"'));
    if (undecided) {
      return { code: 'unknownValue', message: 'a value is decided at deployment', where: `Statement[${undecided.index}]` };
    }
  }
  return { code: 'malformedStatement', message: 'a statement says something that AWS does not define', where: undefined };
}

/** The values of everything that was open. */
type Model = ReadonlyMap<string, KeyValue>;

/** Chooses for each clause one literal, such that for each key, and for the resource, all chosen literals go together. */
class Solver {
  private readonly solved = new Map<string, KeyValue | undefined>();
  private readonly testNumbers = new Map<KeyTest, number>();
  private readonly idNumbers = new Map<string, number>();

  constructor(private readonly situation: OpenSituation, private readonly budget: Budget) {}

  solve(facts: readonly Literal[], clauses: readonly (readonly Literal[])[]): Model | undefined {
    const assigned = new Map<string, readonly Literal[]>();
    for (const fact of facts) {
      assigned.set(fact.variable, [...assigned.get(fact.variable) ?? [], fact]);
    }
    for (const [variable, literals] of assigned) {
      if (this.valueOf(variable, literals) === undefined) {
        return undefined;
      }
    }
    return this.branch(assigned, clauses);
  }

  private branch(assigned: ReadonlyMap<string, readonly Literal[]>, clauses: readonly (readonly Literal[])[]): Model | undefined {
    this.budget.spend(1);
    let current = assigned;
    let open = clauses;
    for (let changed = true; changed;) {
      changed = false;
      const remaining: (readonly Literal[])[] = [];
      for (const clause of open) {
        if (clause.some((option) => this.holds(current, option))) {
          continue;
        }
        const options = clause.filter((option) => this.valueOf(option.variable, [...current.get(option.variable) ?? [], option]) !== undefined);
        if (options.length === 0) {
          return undefined;
        }
        if (options.length === 1) {
          current = assign(current, options[0]);
          changed = true;
        } else {
          remaining.push(options);
        }
      }
      open = remaining;
    }
    if (open.length === 0) {
      return this.modelOf(current);
    }
    const [clause, ...others] = [...open].sort((a, b) => a.length - b.length);
    let excluded = current;
    for (const option of clause) {
      if (this.valueOf(option.variable, [...excluded.get(option.variable) ?? [], option]) === undefined) {
        continue;
      }
      const model = this.branch(assign(excluded, option), others);
      if (model) {
        return model;
      }
      // Whatever comes next may as well do without this option.
      excluded = assign(excluded, { ...option, positive: !option.positive });
      if (this.valueOf(option.variable, excluded.get(option.variable)!) === undefined) {
        return undefined;
      }
    }
    return undefined;
  }

  /** The option is already among what is assigned. */
  private holds(assigned: ReadonlyMap<string, readonly Literal[]>, option: Literal): boolean {
    return (assigned.get(option.variable) ?? []).some(({ test, positive }) => positive === option.positive && this.idOf(test) === this.idOf(option.test));
  }

  private valueOf(variable: string, literals: readonly Literal[]): KeyValue | undefined {
    const key = `${variable} ${[...new Set(literals.map(({ test, positive }) => `${positive ? '' : '!'}${this.idOf(test)}`))].sort().join(' ')}`;
    if (this.solved.has(key)) {
      return this.solved.get(key);
    }
    this.budget.spend(1);
    const availability = variable === RESOURCE
      ? { mayBeAbsent: false, domain: this.situation.resources, multivalued: false, wholeNumbers: false }
      : this.situation.availability(variable);
    const value = contradicts(literals, (test) => this.idOf(test)) ? undefined : solveKey(availability, literals, this.budget);
    this.solved.set(key, value);
    return value;
  }

  private modelOf(assigned: ReadonlyMap<string, readonly Literal[]>): Model {
    return new Map([...assigned].map(([variable, literals]) => [variable, this.valueOf(variable, literals)!]));
  }

  private idOf(test: KeyTest): number {
    let number = this.testNumbers.get(test);
    if (number === undefined) {
      const id = `${test.id} ${test.quantifier}`;
      number = this.idNumbers.get(id) ?? this.idNumbers.size;
      this.idNumbers.set(id, number);
      this.testNumbers.set(test, number);
    }
    return number;
  }
}

function assign(assigned: ReadonlyMap<string, readonly Literal[]>, literal_: Literal): ReadonlyMap<string, readonly Literal[]> {
  return new Map([...assigned, [literal_.variable, [...assigned.get(literal_.variable) ?? [], literal_]]]);
}

/** The same test is asked to hold and to fail. */
function contradicts(literals: readonly Literal[], idOf: (test: KeyTest) => number): boolean {
  const wanted = new Map<number, boolean>();
  return literals.some(({ test, positive }) => {
    const before = wanted.get(idOf(test));
    wanted.set(idOf(test), positive);
    return before !== undefined && before !== positive;
  });
}

/** Keys that a request derives from who sends it. */
const DERIVED = new Set(['aws:principalarn', 'aws:principalaccount', 'aws:principaltype']);

/** Writes the request down, with a value for every key that the policies mention and the request has. */
function requestOf(situation: OpenSituation, model: Model, vocabulary: Vocabulary): PolicyRequest {
  const { caller, action } = situation;
  const context: Record<string, ContextValue> = {};
  let principal: RequestPrincipal = caller.principal;
  for (const key of vocabulary.keys) {
    const availability = situation.availability(key);
    const value = model.has(key) ? model.get(key)! : usualValue(key, availability);
    if (key === 'aws:principalarn' && caller.type === 'AWS' && value && !caller.named) {
      principal = { AWS: value[0] };
    }
    if (value !== null && !(DERIVED.has(key) && (caller.type === 'AWS' || caller.type === 'anonymous'))) {
      context[spelling(key)] = availability.multivalued ? value : value[0];
    }
  }
  const resource = model.get(RESOURCE)?.[0] ?? solveText(situation.resources, [], new Budget())!;
  return { principal, action: action.name, resource, context: withConsistentTime(context) };
}

/** A likely value for a key that nothing was asked of. */
function usualValue(key: string, availability: KeyAvailability): KeyValue {
  const value = solveKey(availability, [], new Budget()) ?? null;
  return value !== null && !availability.fixed && USUAL_VALUES[key] ? [USUAL_VALUES[key]] : value;
}

const USUAL_VALUES: Readonly<Record<string, string>> = {
  'aws:sourceip': '203.0.113.7',
  'aws:vpcsourceip': '10.0.0.7',
  'aws:currenttime': '2026-01-01T00:00:00Z',
  'aws:epochtime': '1767225600',
  'aws:useragent': 'aws-cli/2',
  'aws:requestedregion': 'us-east-1',
};

/** Both keys tell the same time. */
function withConsistentTime(context: Record<string, ContextValue>): Record<string, ContextValue> {
  const time = context['aws:CurrentTime'];
  return typeof time === 'string' && context['aws:EpochTime'] !== undefined && !Number.isNaN(Date.parse(time))
    ? { ...context, 'aws:EpochTime': String(Math.floor(Date.parse(time) / 1000)) } : context;
}

const SPELLINGS = new Map([
  'aws:CalledVia', 'aws:CalledViaFirst', 'aws:CalledViaLast', 'aws:CurrentTime', 'aws:EpochTime', 'aws:MultiFactorAuthAge', 'aws:MultiFactorAuthPresent', 'aws:PrincipalAccount',
  'aws:PrincipalArn', 'aws:PrincipalIsAWSService', 'aws:PrincipalOrgID', 'aws:PrincipalOrgPaths', 'aws:PrincipalServiceName', 'aws:PrincipalServiceNamesList', 'aws:PrincipalType',
  'aws:Referer', 'aws:RequestedRegion', 'aws:ResourceAccount', 'aws:ResourceOrgID', 'aws:SecureTransport', 'aws:SourceAccount', 'aws:SourceArn', 'aws:SourceIp', 'aws:SourceOrgID',
  'aws:SourceOrgPaths', 'aws:SourceOwner', 'aws:SourceVpc', 'aws:SourceVpcArn', 'aws:SourceVpce', 'aws:TagKeys', 'aws:TokenIssueTime', 'aws:UserAgent', 'aws:ViaAWSService',
  'aws:VpcSourceIp', 'aws:VpceAccount', 'aws:VpceOrgID', 'aws:VpceOrgPaths', 's3:DataAccessPointAccount', 's3:DataAccessPointArn', 's3:TlsVersion', 's3:authType', 's3:signatureAge',
].map((key) => [key.toLowerCase(), key]));

/** A key as AWS writes it. */
function spelling(key: string): string {
  return SPELLINGS.get(key) ?? key;
}

export function confirmsAllow(document: PolicyDocument, request: PolicyRequest): boolean {
  return evaluate(document, request).decision === 'Allow';
}
