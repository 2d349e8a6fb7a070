import { SourceNode } from './source-node';

/** Parses JSON with the places of its values. The text has been read by `readJsonText`, so that it is JSON and not too deep. */
export function parseJson(text: string): SourceNode {
  return new JsonParser(text).value();
}

class JsonParser {
  private at = 0;

  constructor(private readonly text: string) {}

  value(): SourceNode {
    this.skipSpace();
    switch (this.text[this.at]) {
      case '{': return this.collection('mapping', '}');
      case '[': return this.collection('sequence', ']');
      default: return this.scalar();
    }
  }

  private collection(kind: 'mapping' | 'sequence', terminator: string): SourceNode {
    const start = this.at++;
    const items: SourceNode[] = [];
    const pairs: [SourceNode, SourceNode][] = [];
    for (this.skipSpace(); this.text[this.at] !== terminator && this.at < this.text.length; this.skipSpace()) {
      if (this.text[this.at] === ',') {
        this.at++;
      } else if (kind === 'sequence') {
        items.push(this.value());
      } else {
        const key = this.scalar();
        this.skipSpace();
        this.at++;
        pairs.push([key, this.value()]);
      }
    }
    return { kind, start, end: ++this.at, text: '', items, pairs };
  }

  private scalar(): SourceNode {
    const start = this.at;
    const isText = this.text[start] === '"';
    this.at = isText ? this.endOfText(start) : this.endOfWord(start);
    const written = this.text.slice(start, this.at);
    return { kind: 'scalar', start, end: this.at, text: !isText ? written : written.includes('\\') ? JSON.parse(written) as string : written.slice(1, -1), items: [], pairs: [] };
  }

  private endOfText(start: number): number {
    let end = this.text.indexOf('"', start + 1);
    while (end !== -1 && this.isEscaped(end)) {
      end = this.text.indexOf('"', end + 1);
    }
    return end === -1 ? this.text.length : end + 1;
  }

  private isEscaped(at: number): boolean {
    let slashes = 0;
    while (this.text[at - 1 - slashes] === '\\') {
      slashes++;
    }
    return slashes % 2 === 1;
  }

  private endOfWord(start: number): number {
    let end = start + 1;
    while (end < this.text.length && !' \t\r\n,]}:'.includes(this.text[end])) {
      end++;
    }
    return end;
  }

  private skipSpace(): void {
    while (this.at < this.text.length && ' \t\r\n'.includes(this.text[this.at])) {
      this.at++;
    }
  }
}
