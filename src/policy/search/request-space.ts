import { compile, Part, Reading, readsTheSame, Residual, RESOURCE } from './compile';
import { Scope } from './goal';
import { Literal, Situation } from './key-theory';
import { LinearPattern } from './linear-pattern';
import { ActionGroup, actionGroups } from './representative-actions';
import { availabilityWith, isActionKey } from './request-class';
import { RequestPart } from './request-part';
import { resourcesOf } from './resources';
import { Sender, sendersOf } from './sender';
import { SenderIndex } from './sender-index';
import { SolverMemory } from './solver-memory';
import { StatementOf } from './statement-of';
import { actionMatches, principalMatches } from './statement-scope';
import { variablesOf, Vocabulary, vocabularyOf } from './vocabulary';
import { Certainty } from '../certainty';
import { PolicyStatement, PrincipalPattern } from '../policy-document';
import { S3Action } from '../s3-actions';

/** Everything that some policies can tell apart: who could send a request, which actions there are, and what was solved so far. */
export class RequestSpace {
  readonly vocabulary: Vocabulary;
  readonly senders: Iterable<RequestPart<Sender>>;
  readonly actions: readonly RequestPart<S3Action>[];
  /** The actions of the scope, by the one that stands for them. */
  readonly actionGroups: readonly ActionGroup[];
  readonly memory = new SolverMemory();
  /** The ARNs that an action can be about. */
  readonly resourcesFor: (action: S3Action) => readonly LinearPattern[];
  private index: SenderIndex | undefined;
  private readonly statements: StatementOf[] = [];
  private readonly numbers = new Map<PolicyStatement, number>();
  private readonly numbersOfLists = new Map<readonly StatementOf[], readonly number[]>();

  constructor(scope: Scope) {
    const vocabulary = vocabularyOf(scope.documents, scope.vocabulary, scope.keys);
    this.vocabulary = vocabulary;
    this.resourcesFor = resourcesOf(vocabulary);
    this.senders = new OnDemand(sendersOf(vocabulary, scope.callers, scope.routes), (sender) => this.partOf(
      sender,
      'sender',
      sender,
      ({ document, statement }) => principalMatches(document, statement, sender.caller),
      { demands: scope.demands?.(sender.caller, sender.route) },
    ));
    this.actionGroups = actionGroups(scope).filter(({ representative }) => this.resourcesFor(representative).length > 0);
    this.actions = this.actionGroups.map(({ representative: action }) => this.partOf(
      action,
      'action',
      { variables: new Map(), opaqueVariables: true, availability: (key) => availabilityWith(vocabulary, action, key) },
      ({ statement }) => actionMatches(statement, action),
      { kind: String(this.memory.numberOf(this.resourcesFor(action))) },
    ));
  }

  get hasVariables(): boolean {
    return this.vocabulary.variables.size > 0;
  }

  /** All senders that the principal means or may mean, and perhaps more. */
  sendersMeantBy(principal: PrincipalPattern): Iterable<RequestPart<Sender>> {
    return (this.index ??= new SenderIndex(this.senders)).meantBy(principal);
  }

  /** What a part of a request leaves of a statement that is about it. */
  leftOf(number: number, part: Part, situation: Situation, reading: Reading): Residual {
    const { document, statement } = this.statements[number];
    if (statement.malformed) {
      return reading === 'may' ? [] : 'never';
    }
    return compile(document, statement, situation, part, reading);
  }

  /** The keys of the policy variables that these statements have. */
  variablesIn(numbers: readonly number[]): ReadonlySet<string> {
    return new Set(numbers.flatMap((number) => [...variablesOf(this.statements[number])]));
  }

  /** Statements are spoken of by their number. */
  numbersOf(statements: readonly StatementOf[]): readonly number[] {
    let numbers = this.numbersOfLists.get(statements);
    if (!numbers) {
      numbers = statements.map((statement) => this.numberOf(statement));
      this.numbersOfLists.set(statements, numbers);
    }
    return numbers;
  }

  private numberOf(of: StatementOf): number {
    let number = this.numbers.get(of.statement);
    if (number === undefined) {
      number = this.statements.push(of) - 1;
      this.numbers.set(of.statement, number);
    }
    return number;
  }

  private partOf<T>(
    value: T, part: Part, situation: Situation, isAbout: (of: StatementOf) => Certainty, { kind = '', demands = [] }: { kind?: string; demands?: readonly Literal[] },
  ): RequestPart<T> {
    const availability = (key: string) => key === RESOURCE ? undefined : situation.availability(key);
    const shareOf = (residual: Residual) => this.memory.shareOf(residual, availability);
    // Values are tried for policy variables, so parts that stand for each other need the same ones.
    const variables = [...this.vocabulary.variables].filter((key) => isActionKey(key) === (part === 'action')).map((key) => this.memory.numberOf(availability(key)));
    return new RequestPart(value, `${kind} ${shareOf(demands).number} ${variables}`, demands, (number) => {
      const of = this.statements[number];
      const { document, statement } = of;
      const about = statement.malformed ? 'yes' : isAbout(of);
      const read = (reading: Reading) =>
        shareOf(about === 'no' || (about === 'unknown' && reading === 'must') ? 'never' : this.leftOf(number, part, situation, reading));
      const may = read('may');
      const isCertain = about === 'yes' && !statement.malformed && readsTheSame(document, statement, part);
      return { may, must: isCertain ? may : read('must') };
    });
  }
}

/** Often the first few are all that is needed. */
class OnDemand<T, U> implements Iterable<U> {
  private readonly made: U[] = [];
  private readonly source: Iterator<T>;

  constructor(source: Iterable<T>, private readonly make: (of: T) => U) {
    this.source = source[Symbol.iterator]();
  }

  *[Symbol.iterator](): Iterator<U> {
    for (let i = 0; ; i++) {
      if (i === this.made.length) {
        const next = this.source.next();
        if (next.done) {
          return;
        }
        this.made.push(this.make(next.value));
      }
      yield this.made[i];
    }
  }
}
