import { Evaluation } from './evaluation';
import { symbol } from './symbol';
import { Template } from './template';
import { TextPart, UnknownText } from './unknown-text';

/** The parts of a text, of which those that stand for any item of a loop are not known. */
export function aroundItems(by: Evaluation, text: string, template: Template): TextPart[] {
  return template.anyItems && /[$&]\{/.test(text) ? text.split(/([$&]\{[^{}]*\})/).map((part) => anyItem(by, part, template) ?? part) : [text];
}

export function anyItem(by: Evaluation, placeholder: string, template: Template): UnknownText | undefined {
  const name = placeholder.slice(2, -1);
  return template.anyItems?.has(name) ? by.holes.at(`item ${symbol(template.id, placeholder)}`, `${name} is any item of a loop`, { name }) : undefined;
}
