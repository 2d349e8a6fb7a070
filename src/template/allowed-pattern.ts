/** What is known of every text that a pattern matches as a whole. */
export interface MatchedTexts {
  readonly minimum: number;
  readonly maximum: number;
  /** The characters that may occur; no others do. */
  readonly characters: ReadonlySet<string>;
}

/**
 * Reads the `AllowedPattern` of a parameter, which has to match the whole value; undefined for one with more than groups,
 * choices, classes of ASCII characters and counts. Those are what patterns of ids and names are made of.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export function readAllowedPattern(pattern: string): MatchedTexts | undefined {
  // The whole value has to match, so anchors at both ends say nothing.
  const reading = new PatternReading(pattern.replace(/^\^/, '').replace(/(^|[^\\])\$$/, '$1'));
  return pattern.length > LONGEST_PATTERN ? undefined : reading.whole();
}

/** Whether everything that the pattern matches is an account id. */
export function matchesAccountsOnly(pattern: string): boolean {
  const texts = readAllowedPattern(pattern);
  return texts !== undefined && texts.minimum === 12 && texts.maximum === 12 && [...texts.characters].every((character) => DIGITS.includes(character));
}

const LONGEST_PATTERN = 1_000;
const MAXIMUM_DEPTH = 50;
const DIGITS = '0123456789';
const PRINTABLE = Array.from({ length: 0x7f - 0x20 }, (_, i) => String.fromCharCode(0x20 + i));
const CLASSES: Readonly<Record<string, string>> = { d: DIGITS, w: PRINTABLE.filter((character) => /\w/.test(character)).join('') };

/** Thrown inside of a reading for what it does not understand. */
class Unread extends Error {}

class PatternReading {
  private at = 0;

  constructor(private readonly pattern: string) {}

  whole(): MatchedTexts | undefined {
    try {
      const texts = this.choice(0);
      return this.at === this.pattern.length ? texts : undefined;
    } catch (error) {
      if (error instanceof Unread) {
        return undefined;
      }
      throw error;
    }
  }

  private choice(depth: number): MatchedTexts {
    let texts = this.sequence(depth);
    while (this.take('|')) {
      const other = this.sequence(depth);
      texts = { minimum: Math.min(texts.minimum, other.minimum), maximum: Math.max(texts.maximum, other.maximum), characters: new Set([...texts.characters, ...other.characters]) };
    }
    return texts;
  }

  private sequence(depth: number): MatchedTexts {
    let texts: MatchedTexts = { minimum: 0, maximum: 0, characters: new Set() };
    while (this.at < this.pattern.length && !'|)'.includes(this.pattern[this.at])) {
      const part = this.counted(this.atom(depth));
      texts = { minimum: texts.minimum + part.minimum, maximum: texts.maximum + part.maximum, characters: new Set([...texts.characters, ...part.characters]) };
    }
    return texts;
  }

  private counted(atom: MatchedTexts): MatchedTexts {
    const [found, least = '', comma, most = ''] = /^(?:[*+?]|\{(\d{1,4})(,)?(\d{1,4})?\})/.exec(this.pattern.slice(this.at)) ?? [''];
    this.at += found.length;
    // Lazy or possessive, it matches no more.
    this.at += found !== '' && /^[?+]/.test(this.pattern.slice(this.at)) ? 1 : 0;
    const [from, to] = found === '' ? [1, 1] : found === '*' ? [0, Infinity] : found === '+' ? [1, Infinity] : found === '?' ? [0, 1]
      : [Number(least), most !== '' ? Number(most) : comma ? Infinity : Number(least)];
    return { minimum: atom.minimum * from, maximum: to === 0 || atom.maximum === 0 ? 0 : atom.maximum * to, characters: atom.characters };
  }

  private atom(depth: number): MatchedTexts {
    if (depth > MAXIMUM_DEPTH) {
      throw new Unread();
    }
    const character = this.pattern[this.at++];
    switch (character) {
      case '(': {
        if (this.pattern.startsWith('?', this.at) && !this.take('?:')) {
          throw new Unread();
        }
        const texts = this.choice(depth + 1);
        if (!this.take(')')) {
          throw new Unread();
        }
        return texts;
      }
      case '[': return one(this.characterClass());
      case '\\': return one(this.escaped());
      case '^': case '$': case '.': case '*': case '+': case '?': case '{': case '}': case ']': throw new Unread();
      default: return one(character);
    }
  }

  /** The characters of a class; one that excludes some, and those that Java has inside of each other, are not read. */
  private characterClass(): string {
    let characters = '';
    while (!this.take(']')) {
      const character = this.pattern[this.at++];
      if (character === undefined || '[^&'.includes(character)) {
        throw new Unread();
      }
      const first = character === '\\' ? this.escaped() : character;
      const isRange = this.pattern[this.at] === '-' && first.length === 1 && this.pattern[this.at + 1] !== undefined && !'\\[]'.includes(this.pattern[this.at + 1]);
      if (!isRange) {
        characters += first;
        continue;
      }
      const last = this.pattern[this.at + 1];
      this.at += 2;
      const range = PRINTABLE.filter((one_) => one_ >= first && one_ <= last);
      if (!PRINTABLE.includes(first) || !PRINTABLE.includes(last) || range.length === 0) {
        throw new Unread();
      }
      characters += range.join('');
    }
    return characters;
  }

  private escaped(): string {
    const character = this.pattern[this.at++];
    const known = character === undefined ? undefined : CLASSES[character] ?? (/[^A-Za-z0-9]/.test(character) ? character : undefined);
    if (known === undefined) {
      throw new Unread();
    }
    return known;
  }

  private take(text: string): boolean {
    const found = this.pattern.startsWith(text, this.at);
    this.at += found ? text.length : 0;
    return found;
  }
}

function one(characters: string): MatchedTexts {
  return { minimum: 1, maximum: 1, characters: new Set(characters) };
}
