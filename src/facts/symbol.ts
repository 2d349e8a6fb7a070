/** The text that stands for what AWS chooses at deployment: equal to itself, and to nothing else. */
export function symbol(template: string, name: string): string {
  return `⟦${template}#${name}⟧`;
}

/** The account that a template is deployed to, where it is not decided before. */
export const UNDECIDED_ACCOUNT = symbol('AWS', 'AccountId');

/** Replaces the symbols of a text by a short form for people: `⟦Stack#Bucket⟧` becomes `<Bucket>`. */
export function withoutSymbols(text: string): string {
  // Not across another bracket: what a stranger wrote may have a million of them, and none that closes.
  return text.replace(/⟦([^⟦⟧#]*)#([^⟦⟧]*)⟧/g, (_, template: string, name: string) => template === 'AWS' ? `<AWS::${name}>` : `<${name}>`);
}

/** The names of templates that the symbols of a text stand for, pseudo parameters aside. */
export function namesIn(text: string): readonly { readonly template: string; readonly name: string }[] {
  return [...text.matchAll(/⟦([^⟦⟧#]*)#([^⟦⟧]*)⟧/g)].map(([, template, name]) => ({ template, name })).filter(({ template }) => template !== 'AWS');
}

/** Says whether the text has a part that AWS chooses at deployment. */
export function hasSymbol(text: string): boolean {
  return text.includes('⟦');
}

/**
 * Splits a text as `Fn::Split` does, or answers `undefined` where it depends on what a symbol will be: the delimiter may
 * then occur inside it, or half inside.
 *
 * @param isPlain says of a symbol that it will be letters, digits, dots and hyphens
 */
export function splitAroundSymbols(text: string, delimiter: string, isPlain: (found: string) => boolean): string[] | undefined {
  const symbols = text.match(SYMBOL) ?? [];
  const mayCut = symbols.some((found) => (isPlain(found) ? /[A-Za-z0-9.-]/ : /[^|]/).test(delimiter));
  if (delimiter === '' || /[⟦⟧]/.test(delimiter) || mayCut) {
    return undefined;
  }
  return text
    .replace(SYMBOL, () => '⟦⟧')
    .split(delimiter)
    .map((part) => part.replace(/⟦⟧/g, () => symbols.shift()!));
}

const SYMBOL = /⟦[^⟧]*⟧/g;
