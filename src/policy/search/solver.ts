import { Budget } from './budget';
import { RESOURCE } from './compile';
import { KeyTest, KeyValue, Literal, solveKey } from './key-theory';
import { OpenSituation } from './situation';
import { SolverMemory } from './solver-memory';

/** The values of everything that was open. */
export type Model = ReadonlyMap<string, KeyValue>;

/** Chooses for each clause one literal, such that for each key, and for the resource, all chosen literals go together. */
export class Solver {
  constructor(private readonly situation: OpenSituation, private readonly budget: Budget, private readonly memory: SolverMemory) {}

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
      // What leaves no choice is chosen at once: all of it together is one question.
      const units = open.filter(({ length }) => length === 1).map(([unit]) => unit);
      current = units.reduce((all, unit) => this.holds(all, unit) ? all : assign(all, unit), current);
      if (units.some(({ variable }) => this.valueOf(variable, current.get(variable)!) === undefined)) {
        return undefined;
      }
      changed = false;
      const remaining: (readonly Literal[])[] = [];
      for (const clause of open) {
        if (clause.length === 1 || clause.some((option) => this.holds(current, option))) {
          continue;
        }
        const options = clause.filter((option) => this.valueOf(option.variable, [...current.get(option.variable) ?? [], option]) !== undefined);
        if (options.length === 0) {
          return undefined;
        }
        changed ||= options.length === 1;
        remaining.push(options);
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
    const key = this.keyOf(variable, literals);
    // Situations share what their keys can be: a caller's ARN does not depend on the action, a resource not on the caller.
    const solved = this.memory.solvedFor(variable === RESOURCE ? this.situation.resources : this.situation.availability(variable));
    if (solved.has(key)) {
      return solved.get(key);
    }
    this.budget.spend(1);
    const availability = variable === RESOURCE
      ? { mayBeAbsent: false, domain: this.situation.resources, multivalued: false, wholeNumbers: false }
      : this.situation.availability(variable);
    // What fulfilled all but the last is a good beginning.
    const [hint] = solved.get(this.keyOf(variable, literals.slice(0, -1))) ?? [];
    const value = contradicts(literals, (test) => this.idOf(test)) ? undefined : solveKey(availability, literals, this.budget, hint);
    solved.set(key, value);
    return value;
  }

  private keyOf(variable: string, literals: readonly Literal[]): string {
    return `${variable} ${[...new Set(literals.map(({ test, positive }) => `${positive ? '' : '!'}${this.idOf(test)}`))].sort().join(' ')}`;
  }

  private modelOf(assigned: ReadonlyMap<string, readonly Literal[]>): Model {
    return new Map([...assigned].map(([variable, literals]) => [variable, this.valueOf(variable, literals)!]));
  }

  private idOf(test: KeyTest): number {
    return this.memory.idOf(test);
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
