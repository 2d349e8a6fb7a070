/**
 * The refusals in what the CLI printed, word for word, one text for each: without the stack frames, and without the
 * hints of the CLI, that stand around them.
 */
export function refusals(text: string): string[] {
  return [...ofConstruct(text), ...ofChecks(text)];
}

/** The ids of the rules that these refusals name. */
export function ruleIds(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap((text) => text.match(/\bHardenedBucket-[A-Za-z]+/g) ?? []))];
}

/** An indented list after a line of CDK: each item begins with the path of its construct, and stack frames end the list. */
function ofConstruct(text: string): string[] {
  const [, after] = text.split(/^.*Validation failed with the following errors:\n(?= {2}\[)/m);
  const list = after?.split(/\n {4}(?:\.\.\.|at |\(no user code)/)[0] ?? '';
  return list.split(/\n(?= {2}\[)/).map((item) => item.replace(/^ {2}/gm, '').trimEnd()).filter((item) => item !== '');
}

/** Paragraphs that name the pack. */
function ofChecks(text: string): string[] {
  return text.split(/\n\n+/).filter((paragraph) => paragraph.includes('(HardenedBucketChecks)'))
    .map((paragraph) => paragraph.replace(/\nSynthesis finished with errors.*/s, '').trimEnd());
}
