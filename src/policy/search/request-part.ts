import { Reading, Residual } from './compile';
import { Literal } from './key-theory';

/** What a part of a request leaves of a statement, and which of its questions are the same as another part's. */
export interface Share {
  readonly residual: Residual;
  /** Shares with the same number leave the same. */
  readonly number: number;
  readonly questions: ReadonlySet<number>;
}

/**
 * A sender or an action, and what it leaves of each statement.
 *
 * A request consists of both, and neither changes what the other leaves. So of two senders that leave the same only one
 * has to be looked at, and one that leaves less to be fulfilled stands for all that leave more; likewise with actions.
 */
export class RequestPart<T> {
  private readonly shares: Readonly<Record<Reading, Share>>[] = [];

  /** `kind` tells parts apart that cannot stand for each other, whatever they leave; `demands` are on the request itself. */
  constructor(readonly value: T, readonly kind: string, readonly demands: readonly Literal[], private readonly leave: (statement: number) => Readonly<Record<Reading, Share>>) {}

  /** What it leaves of the statement of this number. */
  share(statement: number, reading: Reading): Share {
    return (this.shares[statement] ??= this.leave(statement))[reading];
  }
}

export function opposite(reading: Reading): Reading {
  return reading === 'may' ? 'must' : 'may';
}

/**
 * The parts that can match what has to match, one after the other, without those for which an earlier one stands. So
 * anyone who asks for the next one says that the request could not be found with any before it.
 */
export function* worthTrying<T>(parts: Iterable<RequestPart<T>>, match: readonly number[], miss: readonly number[], reading: Reading): Iterable<RequestPart<T>> {
  const tried = new Map<string, Tried>();
  for (const part of parts) {
    const matching = match.map((statement) => part.share(statement, reading));
    if (matching.some(({ residual }) => residual === 'never')) {
      continue;
    }
    const missing = miss.map((statement) => part.share(statement, opposite(reading)));
    const key = `${part.kind} ${matching.map(({ number }) => number)} ${missing.map(({ number }) => number)}`;
    const candidate: Tried = { kind: part.kind, matching, missing };
    if (!tried.has(key) && ![...tried.values()].some((earlier) => standsFor(earlier, candidate))) {
      yield part;
      tried.set(key, candidate);
    }
  }
}

interface Tried {
  readonly kind: string;
  readonly matching: readonly Share[];
  readonly missing: readonly Share[];
}

/** Whatever request there is with the second, there is with the first. */
function standsFor(first: Tried, second: Tried): boolean {
  return first.kind === second.kind
    && first.matching.every((share, i) => asksNoMore(share, second.matching[i]))
    && first.missing.every((share, i) => share.residual === 'never' || (second.missing[i].residual !== 'never' && asksNoMore(second.missing[i], share)));
}

/** Every question that the first asks is one of the second's. */
function asksNoMore(first: Share, second: Share): boolean {
  if (first.number !== second.number) {
    for (const question of first.questions) {
      if (!second.questions.has(question)) {
        return false;
      }
    }
  }
  return true;
}
