import { Residual } from './compile';
import { KeyAvailability, KeyTest, KeyValue } from './key-theory';
import { LinearPattern } from './linear-pattern';
import { Share } from './request-part';

const NEVER: Share = { residual: 'never', number: 0, questions: new Set() };

/** Far more than there are senders and actions. */
const MOST_DOMAINS = 2 ** 24;

/** What was found out about questions that come up again and again. */
export class SolverMemory {
  private readonly testNumbers = new Map<KeyTest, number>();
  private readonly idNumbers = new Map<string, number>();
  private readonly solved = new Map<readonly LinearPattern[] | KeyAvailability, Map<string, KeyValue | undefined>>();
  private readonly domains = new Map<readonly LinearPattern[] | KeyAvailability | undefined, number>();
  private readonly questionNumbers = new Map<KeyTest, number>();
  private readonly questionIds = new Map<string, number>();
  private readonly shares = new Map<string, Share>([['never', NEVER]]);

  /** Tests that say the same have the same number. */
  idOf(test: KeyTest): number {
    let number = this.testNumbers.get(test);
    if (number === undefined) {
      number = numberOf(this.idNumbers, `${test.id} ${test.quantifier}`);
      this.testNumbers.set(test, number);
    }
    return number;
  }

  /** The number of what a key, or a resource, can be. */
  numberOf(domain: readonly LinearPattern[] | KeyAvailability | undefined): number {
    return numberOf(this.domains, domain);
  }

  /** Shares that ask the same of keys that can be the same are one. */
  shareOf(residual: Residual, availability: (key: string) => KeyAvailability | undefined): Share {
    if (residual === 'never') {
      return NEVER;
    }
    const questions = residual.map(({ variable, test }) => this.questionOf(variable, test) * MOST_DOMAINS + this.numberOf(availability(variable)));
    const key = questions.length < 2 ? String(questions) : [...new Set(questions)].sort((a, b) => a - b).join(' ');
    let share = this.shares.get(key);
    if (!share) {
      share = { residual, number: this.shares.size, questions: new Set(questions) };
      this.shares.set(key, share);
    }
    return share;
  }

  /** The same question about the same key has the same number. */
  private questionOf(variable: string, test: KeyTest): number {
    let number = this.questionNumbers.get(test);
    if (number === undefined) {
      number = numberOf(this.questionIds, `${variable} ${this.idOf(test)}`);
      this.questionNumbers.set(test, number);
    }
    return number;
  }

  /** What was solved for these resources, or for a key with this availability. */
  solvedFor(domain: readonly LinearPattern[] | KeyAvailability): Map<string, KeyValue | undefined> {
    let solved = this.solved.get(domain);
    if (!solved) {
      solved = new Map();
      this.solved.set(domain, solved);
    }
    return solved;
  }
}

function numberOf<K>(numbers: Map<K, number>, key: K): number {
  let number = numbers.get(key);
  if (number === undefined) {
    number = numbers.size;
    numbers.set(key, number);
  }
  return number;
}
