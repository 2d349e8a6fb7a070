import { AdoptSetting, Subject } from './adopt-setting';

/** A setting that a bucket is to have. */
export interface Candidate {
  readonly bucket: Subject;
  readonly setting: AdoptSetting;
}

/** Why changes cannot be made. */
export interface Problem {
  readonly reason: string;
  /** The bucket that it is about; it may be about all, if this is absent. */
  readonly subject?: string;
  /** The settings that most likely bring it: they are looked at first, and nothing hangs on it. */
  readonly suspects?: readonly string[];
}

/** What is kept of some changes, and what is not, with the reason. */
export interface Kept {
  readonly kept: readonly Candidate[];
  readonly refused: ReadonlyMap<Candidate, string>;
}

/**
 * Leaves out as few changes as it takes for no problem to be left: each that is left out brings one, beside those that are kept.
 *
 * Where nothing is wrong with all of them together, that is all that is asked; else with halves, and halves of those.
 *
 * @param problemsOf with these changes made, and no other
 */
export function keepChanges(candidates: readonly Candidate[], subjectOf: (bucket: Subject) => string, problemsOf: (candidates: readonly Candidate[]) => readonly Problem[]): Kept {
  const kept: Candidate[] = [];
  const refused = new Map<Candidate, string>();
  const visit = (part: readonly Candidate[]): void => {
    const problems = part.length === 0 ? [] : problemsOf([...kept, ...part]);
    if (problems.length === 0) {
      kept.push(...part);
    } else if (part.length === 1) {
      refused.set(part[0], problems[0].reason);
    } else {
      partsOf(part, problems, subjectOf).forEach(visit);
    }
  };
  visit(candidates);
  return { kept, refused };
}

/** The changes that are suspected behind all others; where that tells nothing apart, those of other buckets first, or two halves. */
function partsOf(part: readonly Candidate[], problems: readonly Problem[], subjectOf: (bucket: Subject) => string): readonly (readonly Candidate[])[] {
  const isMeant = ({ bucket }: Candidate) => problems.some(({ subject }) => subject === subjectOf(bucket));
  const isSuspect = ({ bucket, setting }: Candidate) => problems.some(({ subject, suspects = [] }) =>
    [undefined, subjectOf(bucket)].includes(subject) && suspects.includes(setting.id));
  const middle = Math.ceil(part.length / 2);
  return [isSuspect, isMeant].map((is) => [part.filter((one) => !is(one)), part.filter(is)]).find(([others, meant]) => others.length > 0 && meant.length > 0)
    ?? [part.slice(0, middle), part.slice(middle)];
}
