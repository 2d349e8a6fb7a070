import { everyHolds, Known, known, mapKnown, someHolds, unknown } from './known';
import { isRecord, ownValue, textOf } from './read-json';
import { isSame } from './same-value';
import { hasSymbol } from './symbol';
import { UnknownText } from './unknown-text';
import { UnknownValue } from '../policy/unknown-value';

/** What conditions need of anyone who evaluates the template that they stand in. */
export interface OperandEvaluator {
  operand(expression: unknown): unknown;
  step<T>(run: () => T): T | UnknownValue;
}

/**
 * The conditions of one template: each holds, does not hold, or is decided at deployment.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
 */
export class ConditionSection {
  private readonly verdicts = new Map<string, Known<boolean>>();
  private readonly assumed: { readonly equality: Equality; readonly holds: boolean }[] = [];

  constructor(private readonly definitions: unknown, private readonly evaluator: OperandEvaluator, private readonly given: readonly (readonly [string, boolean])[] = []) {
    for (const [name, holds] of given) {
      this.assume({ Condition: name }, holds);
    }
  }

  /** These conditions where one of them holds, and with it what follows from it. */
  assuming(name: string): ConditionSection {
    return new ConditionSection(this.definitions, this.evaluator, [...this.given, [name, true]]);
  }

  holds(name: string): Known<boolean> {
    const verdict = this.verdicts.get(name);
    if (verdict) {
      return verdict;
    }
    const definition = ownValue(this.definitions, name);
    if (definition === undefined) {
      return unknown(`condition ${name} is decided at deployment`);
    }
    this.verdicts.set(name, unknown(`condition ${name} refers to itself`));
    const decided = this.decide(definition);
    this.verdicts.set(name, decided);
    return decided;
  }

  private decide(expression: unknown): Known<boolean> {
    const verdict = this.evaluator.step(() => {
      const { kind, parts } = readCondition(expression);
      switch (kind) {
        case 'Condition':
          return typeof parts[0] === 'string' ? this.holds(parts[0]) : UNREADABLE;
        case 'Fn::Not':
          return parts.length === 1 ? mapKnown(this.decide(parts[0]), (holds) => !holds) : UNREADABLE;
        case 'Fn::And':
          return parts.length > 0 ? everyHolds(parts.map((part) => this.decide(part))) : UNREADABLE;
        case 'Fn::Or':
          return parts.length > 0 ? someHolds(parts.map((part) => this.decide(part))) : UNREADABLE;
        case 'Fn::Equals':
          return parts.length === 2 ? this.areEqual(parts[0], parts[1]) : UNREADABLE;
        default:
          return UNREADABLE;
      }
    });
    return verdict instanceof UnknownValue ? unknown(verdict.reason) : verdict;
  }

  private assume(expression: unknown, holds: boolean): void {
    this.evaluator.step(() => {
      const { kind, parts } = readCondition(expression);
      if (kind === 'Condition' && typeof parts[0] === 'string' && !this.verdicts.has(parts[0])) {
        this.verdicts.set(parts[0], known(holds));
        this.assume(ownValue(this.definitions, parts[0]), holds);
      } else if (kind === 'Fn::Not' && parts.length === 1) {
        this.assume(parts[0], !holds);
      } else if (kind === (holds ? 'Fn::And' : 'Fn::Or')) {
        parts.forEach((part) => this.assume(part, holds));
      } else if (kind === 'Fn::Equals' && parts.length === 2) {
        const equality = this.readEquality(parts[0], parts[1]);
        if (!(equality instanceof UnknownValue)) {
          this.assumed.push({ equality, holds });
        }
      }
    });
  }

  private areEqual(one: unknown, other: unknown): Known<boolean> {
    const equality = this.readEquality(one, other);
    if (equality instanceof UnknownValue) {
      return isSame(one, other) ? known(true) : unknown(equality.reason);
    }
    const [left, right] = equality;
    if (left.text === right.text || (left.decided && right.decided)) {
      return known(left.text === right.text);
    }
    const assumed = this.assumed.filter(({ equality: [text] }) => text.text === left.text);
    const same = assumed.find(({ equality: [, to] }) => to.text === right.text);
    // What equals one text equals no other.
    const another = right.decided && assumed.some(({ equality: [, to], holds }) => holds && to.decided && to.text !== right.text);
    return same ? known(same.holds) : another ? known(false) : unknown(left.reason);
  }

  private readEquality(one: unknown, other: unknown): Equality | UnknownValue {
    const [left, right] = [one, other].map((expression) => readOperand(this.evaluator.operand(expression)));
    return left instanceof UnknownValue ? left : right instanceof UnknownValue ? right
      : left.decided || (!right.decided && left.text > right.text) ? [right, left] : [left, right];
  }
}

/** Both sides in an order of their own, so that it does not matter how they were written: what is decided comes last. */
type Equality = readonly [Operand, Operand];

interface Operand {
  readonly text: string;
  /** There are no symbols and no holes in the text. */
  readonly decided: boolean;
  readonly reason: string;
}

function readOperand(value: unknown): Operand | UnknownValue {
  if (value instanceof UnknownText) {
    return { text: value.text, decided: false, reason: value.reason };
  }
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    return value instanceof UnknownValue ? value : new UnknownValue('Fn::Equals compares texts');
  }
  const text = textOf(value);
  return { text, decided: !hasSymbol(text), reason: 'AWS chooses a text that Fn::Equals compares' };
}

function readCondition(expression: unknown): { kind: string; parts: readonly unknown[] } {
  const entries = isRecord(expression) ? Object.entries(expression) : [];
  const [kind, argument] = entries.length === 1 ? entries[0] : ['', undefined];
  return { kind, parts: kind === 'Condition' ? [argument] : Array.isArray(argument) ? argument : [] };
}

const UNREADABLE = unknown('the condition cannot be read');
