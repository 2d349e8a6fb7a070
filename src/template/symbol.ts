/** The text that stands for what AWS chooses at deployment: equal to itself, and to nothing else. The id of a template may contain `#`, and a name does not. */
export function symbol(template: string, name: string): string {
  return `⟦${template}#${name}⟧`;
}

/** The account that a template is deployed to, where it is not decided before. */
export const UNDECIDED_ACCOUNT = symbol('AWS', 'AccountId');

/**
 * The text that stands for an account that anyone who deploys a template chooses: equal to itself, but unlike other symbols it
 * may come to be the same account, or one that is named elsewhere.
 *
 * @param key tells it from others of the same name
 * @param among the accounts that it may be, where they are listed
 */
export function openAccount(key: string, name: string, among: readonly string[] = []): string {
  return symbol(['account', key, ...among].join(' '), name.replace(/[⟦⟧#]/g, ''));
}

/** The accounts of which a template leaves open which they are, in a text: each symbol with the accounts that it may be, none where it may be any. */
export function openAccountsIn(text: string): Map<string, readonly string[]> {
  return new Map([...text.matchAll(/⟦account [^⟦⟧ #]+((?: \d{12})*)#[^⟦⟧]*⟧/g)].map(([found, among]) => [found, among.split(' ').slice(1)]));
}

/** Replaces the symbols of a text by a short form for people: `⟦Stack#Bucket⟧` becomes `<Bucket>`. */
export function withoutSymbols(text: string): string {
  // Not across another bracket: what a stranger wrote may have a million of them, and none that closes.
  return text.replace(/⟦([^⟦⟧]*)#([^⟦⟧#]*)⟧/g, (_, template: string, name: string) => template === 'AWS' ? `<AWS::${name}>` : `<${name}>`);
}

/** The names of templates that the symbols of a text stand for, pseudo parameters aside. */
export function namesIn(text: string): readonly { readonly template: string; readonly name: string }[] {
  return [...text.matchAll(/⟦([^⟦⟧]*)#([^⟦⟧#]*)⟧/g)].map(([, template, name]) => ({ template, name })).filter(({ template }) => template !== 'AWS');
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
