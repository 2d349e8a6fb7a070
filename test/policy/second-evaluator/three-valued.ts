/** What is known of a match: AWS's text says yes, says no, or does not decide it. */
export type Answer = 'yes' | 'no' | 'maybe';

export const when = (condition: boolean): Answer => (condition ? 'yes' : 'no');

export function not(answer: Answer): Answer {
  return answer === 'maybe' ? 'maybe' : when(answer === 'no');
}

/** The logical AND: one `no` settles it, whatever is not known. */
export function every(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) {
    return 'no';
  }
  return answers.includes('maybe') ? 'maybe' : 'yes';
}

/** The logical OR: one `yes` settles it, whatever is not known. */
export function some(answers: readonly Answer[]): Answer {
  return not(every(answers.map(not)));
}

/** The answer of several readings of a text, if they all give the same. */
export function agreed(answers: readonly Answer[]): Answer {
  return answers.every((answer) => answer === answers[0]) ? answers[0] : 'maybe';
}
