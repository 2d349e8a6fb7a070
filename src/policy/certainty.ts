/** An answer that may depend on what nobody knows before deployment, or on what AWS does not specify. */
export type Certainty = 'yes' | 'no' | 'unknown';

/** 'no' when one says no, else 'unknown' when one does not know. */
export function every(answers: readonly Certainty[]): Certainty {
  return answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes';
}

/** 'yes' when one says yes, else 'unknown' when one does not know. */
export function some(answers: readonly Certainty[]): Certainty {
  return answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no';
}

export function not(answer: Certainty): Certainty {
  return answer === 'yes' ? 'no' : answer === 'no' ? 'yes' : 'unknown';
}

export function certain(answer: boolean): Certainty {
  return answer ? 'yes' : 'no';
}
