import { Note, SourceRegion } from '../rules/finding';

/** A place as terminals and editors open it: `template.yaml:12:7`. */
export function regionText({ file, line, column }: SourceRegion): string {
  return `${file}:${line}:${column}`;
}

/** Where something was found: in the text, and in the resource. */
export function placeText(path: string | null, region: SourceRegion | undefined): string {
  return [...region ? [regionText(region)] : [], ...path === null ? [] : [region ? `(${path})` : path]].join(' ');
}

/** A note with its place. */
export function noteText({ template, message, location }: Note): string {
  return `${location ? regionText(location) : template}: ${message}`;
}
