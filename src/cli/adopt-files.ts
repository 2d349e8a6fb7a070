import * as fs from 'node:fs';
import * as path from 'node:path';
import { PatchOperation } from './patch-operation';
import { patchTemplateText } from './patch-template-text';
import { STANDARD_INPUT } from './read-standard-input';
import { readTemplateText } from './read-template-text';
import { readStart } from './read-text-file';
import { UsageError } from './usage';
import { isRecord, ownValue } from '../template/read-json';
import { Template } from '../template/template';

/** The files that templates were read from, as far as they can be changed. */
export class AdoptFiles {
  private readonly texts = new Map<string, { readonly text?: string; readonly closed?: string }>();
  private readonly answers = new Map<string, string | undefined>();

  constructor(private readonly templates: readonly Template[]) {}

  /** Why nothing of a template can be changed in its file, if that is so. What CDK makes is changed in the code, whatever its file. */
  whyClosed({ id, fromCdk, resources }: Template): string | undefined {
    if (fromCdk || id === STANDARD_INPUT) {
      return undefined;
    }
    const name = fileOf(id);
    if (this.templates.some((other) => other.id !== id && fileOf(other.id) === name)) {
      return `${name} is deployed more than once, so that a change counts for each. Change it by hand`;
    }
    const { text, closed } = this.textOf(name);
    if (text === undefined) {
      return closed;
    }
    const written = ownValue(readTemplateText(text), 'Resources');
    return isRecord(written) && Object.keys(resources).every((logicalId) => Object.hasOwn(written, logicalId)) ? undefined
      : `${name} is not a CloudFormation template as it is written. Change it by hand`;
  }

  /** Why the text of a template cannot be changed so, if that is so. Each change stands for itself. */
  whyNotPatched(id: string, operations: readonly PatchOperation[]): string | undefined {
    const template = this.templates.find((one) => one.id === id);
    const { text } = template?.fromCdk || id === STANDARD_INPUT ? {} : this.textOf(fileOf(id));
    return text === undefined ? undefined : operations.map((operation) => this.whyNotAlone(id, text, operation)).find((reason) => reason !== undefined);
  }

  /** The texts with all changes. @throws UsageError if they cannot be made together */
  patched(changes: ReadonlyMap<string, readonly PatchOperation[]>): ReadonlyMap<string, string> {
    return new Map([...changes].map(([id, operations]): [string, string] => {
      const name = fileOf(id);
      const { text, closed } = this.textOf(name);
      const result = text === undefined ? undefined : patchTemplateText(text, operations);
      if (result?.kind !== 'patched') {
        throw new UsageError(`${name}: cannot be changed (${result ? refusalText(result) : closed}). Nothing was written`);
      }
      return [name, result.text];
    }));
  }

  private whyNotAlone(id: string, text: string, operation: PatchOperation): string | undefined {
    const key = JSON.stringify([id, operation]);
    if (!this.answers.has(key)) {
      this.answers.set(key, attempt(() => {
        const result = patchTemplateText(text, [operation]);
        return result.kind === 'patched' ? undefined : refusalText(result);
      }));
    }
    return this.answers.get(key);
  }

  private textOf(name: string): { readonly text?: string; readonly closed?: string } {
    const known = this.texts.get(name);
    if (known) {
      return known;
    }
    let text: string | undefined;
    const closed = attempt(() => {
      // With its byte order mark, which stays.
      text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readStart(name));
      return undefined;
    });
    const read = text === undefined ? { closed: `${name} is not a separate file (${closed}). Change it where it stands` } : { text };
    this.texts.set(name, read);
    return read;
  }
}

/** Writes files, all or none: where one cannot be written, those before it are as they were. @throws UsageError */
export function writeAll(texts: ReadonlyMap<string, string>): void {
  const files = [...texts].map(([name, text]) => ({ name, real: fs.realpathSync(name), text }));
  const made: { readonly real: string; readonly before: Buffer }[] = [];
  const prepared: string[] = [];
  const temporary = (real: string) => path.join(path.dirname(real), `.${path.basename(real)}.${process.pid}.tmp`);
  try {
    for (const { real, text } of files) {
      fs.writeFileSync(temporary(real), text, { mode: fs.statSync(real).mode });
      prepared.push(temporary(real));
    }
    for (const { real } of files) {
      const before = fs.readFileSync(real);
      fs.renameSync(temporary(real), real);
      made.push({ real, before });
    }
  } catch (error) {
    made.forEach(({ real, before }) => fs.writeFileSync(real, before));
    throw new UsageError(`the templates cannot be written (${(error as NodeJS.ErrnoException).code ?? (error as Error).message}). Nothing was changed`);
  } finally {
    prepared.forEach((file) => fs.rmSync(file, { force: true }));
  }
}

/** A template that several stacks nest has the file and what nests it in its id. */
function fileOf(id: string): string {
  return id.replace(/ \(\S+ of .*\)$/s, '');
}

function refusalText({ reason, line }: { readonly reason: string; readonly line?: number }): string {
  return `${line === undefined ? '' : `line ${line}: `}${reason}`;
}

/** What is wrong, whatever that is. */
function attempt(act: () => string | undefined): string | undefined {
  try {
    return act();
  } catch (error) {
    return (error as Error).message;
  }
}
