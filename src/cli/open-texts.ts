import { isRecord } from '../template/read-json';

/**
 * Replaces what is filled into texts before CloudFormation sees them by parameters of the template, so that what is not known
 * of a text is not known, and is the same wherever the same is filled in.
 */
export class OpenTexts {
  /** The declarations of the parameters. */
  readonly parameters: Record<string, object> = {};

  /**
   * @param split cuts a text so that every second part is filled in
   * @param nameOf the name of what is filled in there
   */
  constructor(private readonly split: (text: string) => readonly string[], private readonly nameOf: (part: string) => string) {}

  /** The value with its texts open. */
  in(value: unknown): unknown {
    if (typeof value === 'string') {
      return this.text(value);
    }
    if (Array.isArray(value)) {
      return value.map((item) => this.in(item));
    }
    return !isRecord(value) ? value : Object.fromEntries(Object.entries(value).map(([key, item]) => [this.key(key), key !== 'Fn::Sub' ? this.in(item)
      : typeof item === 'string' ? this.substituted(item)
        : Array.isArray(item) ? item.map((each: unknown, index) => index === 0 && typeof each === 'string' ? this.substituted(each) : this.in(each)) : this.in(item)]));
  }

  private text(text: string): unknown {
    const parts = this.split(text);
    if (parts.length === 1) {
      return text;
    }
    return parts.length === 3 && parts[0] === '' && parts[2] === '' ? { Ref: this.parameter(parts[1]) }
      // What is no variable of this text is none of Fn::Sub either.
      : { 'Fn::Sub': this.joined(parts, (literal) => literal.replaceAll('${', '${!')) };
  }

  private substituted(text: string): string {
    return this.joined(this.split(text), (literal) => literal);
  }

  private key(key: string): string {
    const parts = this.split(key);
    return parts.length === 1 ? key : parts.map((part, index) => index % 2 === 0 ? part : this.nameOf(part)).join('');
  }

  private joined(parts: readonly string[], literally: (literal: string) => string): string {
    return parts.map((part, index) => index % 2 === 0 ? literally(part) : `\${${this.parameter(part)}}`).join('');
  }

  private parameter(part: string): string {
    // A dot would make it an attribute.
    const name = this.nameOf(part).replace(/[.{}$!]+/g, ' ').trim();
    this.parameters[name] = { Type: 'String' };
    return name;
  }
}
