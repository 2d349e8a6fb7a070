import { AdoptSetting, Subject } from './adopt-setting';

/** A setting that a bucket is to have. */
export interface Candidate {
  readonly bucket: Subject;
  readonly setting: AdoptSetting;
}

/** Why changes cannot be made. */
export interface Problem {
  readonly reason: string;
  /** The bucket that it is about, if it is about one. */
  readonly subject?: string;
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
      halvesOf(part, new Set(problems.map(({ subject }) => subject)), subjectOf).forEach(visit);
    }
  };
  visit(candidates);
  return { kept, refused };
}

/** The changes of buckets that nothing is wrong with, and the others; where that tells nothing apart, two halves. */
function halvesOf(part: readonly Candidate[], subjects: ReadonlySet<string | undefined>, subjectOf: (bucket: Subject) => string): readonly (readonly Candidate[])[] {
  const isMeant = ({ bucket }: Candidate) => subjects.has(subjectOf(bucket));
  const [others, meant] = [part.filter((one) => !isMeant(one)), part.filter(isMeant)];
  const middle = Math.ceil(part.length / 2);
  return others.length > 0 && meant.length > 0 ? [others, meant] : [part.slice(0, middle), part.slice(middle)];
}
