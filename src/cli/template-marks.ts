/** What a file contains that is to be a template, whether or not it can be parsed. */
const MARKS = ['Resources', 'AWSTemplateFormatVersion'];

/** Says of a file's name that it may be that of a template. */
export function isTemplateName(name: string): boolean {
  return /\.(json|ya?ml|template)$/i.test(name);
}

/** Says of a file that is found in a folder, and not named, whether it is worth parsing. */
export function mayBeTemplate(name: string, bytes: Buffer): boolean {
  return MARKS.some((mark) => bytes.includes(mark)) || (/(?:^|[\\/])serverless[^\\/]*$/i.test(name) && bytes.includes('provider'));
}
