import * as path from 'node:path';
import { Place } from './assembly-folder';
import { InputProblem } from './input-problem';
import { LocalTemplate, localTemplates } from './local-templates';
import { isServerless, readServerless } from './read-serverless';
import { STANDARD_INPUT } from './read-standard-input';
import { readTemplateText } from './read-template-text';
import { decodeText, readStart } from './read-text-file';
import { Reading, realPath } from './reading';
import { noteRepeatedKeys } from './repeated-key';
import { FoundFile } from './search';
import { SourceText } from './source-text';
import { mayBeTemplate } from './template-marks';
import { macrosOf } from '../template/macros';
import { isRecord, ownValue } from '../template/read-json';
import { TemplateContext, templateOf } from '../template/read-template';
import { Template, TemplatePath } from '../template/template';

/** Far more than anybody nests; stacks that nest each other would double with every level. */
const MAXIMUM_TEMPLATES = 2_000;

/** A file that is a template, as far as can be said before it is known whose. */
interface LooseFile extends Place {
  readonly text: string;
  readonly json: unknown;
  readonly repeatedKeys: readonly TemplatePath[];
  readonly nested: readonly LocalTemplate[];
}

/** Reads files that no assembly lists. One that another nests is read with the parameters that it is given there. */
export function readLooseFiles(found: readonly FoundFile[], standardInput: (() => Buffer) | undefined, reading: Reading): void {
  const loose = new LooseFiles(reading);
  const own = found.filter(({ path: file }) => reading.isNew(file));
  // Before any is opened, so that each is known by the path that it was found under.
  const opened = [
    ...standardInput ? [loose.open({ path: '-', id: STANDARD_INPUT, named: true }, standardInput)] : [],
    ...own.map((file) => loose.open(file, () => readStart(file.path))),
  ];
  const files = opened.filter((file) => file !== undefined);
  const nested = new Set(files.flatMap((file) => loose.nestedIn(file)));
  for (const file of files.filter(({ path: each }) => !nested.has(realPath(each)))) {
    loose.readStack(file);
  }
  // What nests each other in a circle, and what stack sets deploy.
  for (const file of [...files, ...loose.elsewhere()]) {
    if (!loose.isRead(file.path)) {
      loose.readStack(file);
    }
  }
}

class LooseFiles {
  /** By their real paths; undefined for what is none. */
  private readonly opened = new Map<string, LooseFile | undefined>();
  private readonly read = new Set<string>();

  constructor(private readonly reading: Reading) {}

  open(place: FoundFile, bytesOf: () => Buffer): LooseFile | undefined {
    const real = realPath(place.path);
    if (!this.opened.has(real)) {
      this.opened.set(real, undefined);
      this.reading.markRead(place.path);
      this.opened.set(real, this.reading.attempt(place.id, () => parse(place, bytesOf())));
    }
    return this.opened.get(real);
  }

  isRead(file: string): boolean {
    return this.read.has(realPath(file));
  }

  /** The real paths of all that a file nests, and what is nested in that, itself aside. */
  nestedIn(file: LooseFile): string[] {
    const all = new Map<string, LooseFile>();
    const open = [file];
    // It grows while it is walked.
    for (const parent of open) {
      for (const { place } of parent.nested.filter(({ place: { path: each }, isElsewhere }) => !isElsewhere && !all.has(realPath(each)))) {
        const child = this.openNested(place);
        if (child) {
          all.set(realPath(child.path), child);
          open.push(child);
        }
      }
    }
    return [...all.keys()].filter((each) => each !== realPath(file.path));
  }

  /** Reads a template with all that are nested in it. */
  readStack(file: LooseFile): void {
    const { reading } = this;
    const root = reading.attempt(file.id, () => this.take(file, { id: file.id, parameterValues: reading.parameterValues }));
    if (!root) {
      return;
    }
    const found: { readonly template: Template; readonly file: LooseFile; readonly around: readonly LooseFile[] }[] = [{ template: root, file, around: [] }];
    for (const { template: parent, file: parentFile, around } of found) {
      for (const { logicalId, place } of parentFile.nested.filter(({ isElsewhere }) => !isElsewhere)) {
        reading.attempt(parent.id, () => {
          const child = this.openNested(place);
          if (!child) {
            return;
          }
          if ([...around, parentFile].includes(child)) {
            throw new InputProblem(`${logicalId} nests ${child.id} in itself`);
          }
          if (found.length >= MAXIMUM_TEMPLATES) {
            throw new InputProblem(`more than ${MAXIMUM_TEMPLATES} nested stacks`);
          }
          const id = reading.sources.has(child.id) ? `${child.id} (${logicalId} of ${parent.id})` : child.id;
          const template = reading.attempt(child.id, () => this.take(child, { id, parent: { template: parent.id, logicalId } }));
          if (template) {
            found.push({ template, file: child, around: [...around, parentFile] });
          }
        });
      }
    }
    reading.groups.push({ templates: found.map(({ template }) => template), acknowledgements: new Map() });
  }

  /** The files that stack sets deploy. */
  elsewhere(): LooseFile[] {
    // What is opened is walked, too.
    const all: LooseFile[] = [];
    for (const file of this.opened.values()) {
      for (const { place } of file?.nested.filter(({ isElsewhere }) => isElsewhere) ?? []) {
        const opened = this.openNested(place);
        all.push(...opened ? [opened] : []);
      }
    }
    return all;
  }

  private openNested(place: Place): LooseFile | undefined {
    return this.open({ ...place, named: true }, () => readStart(place.path));
  }

  private take(file: LooseFile, context: TemplateContext): Template {
    const { reading } = this;
    const source = new SourceText(file.id, file.text);
    this.read.add(realPath(file.path));
    const { json } = file;
    const template = isServerless(json) ? readServerless(json, source, context, reading) : templateOf(json, { ...context, repeatedKeys: file.repeatedKeys });
    if (!reading.sources.has(context.id)) {
      reading.sources.set(context.id, source);
    }
    reading.templateFiles.add(realPath(file.path));
    return template;
  }
}

/** Undefined if the file was only found, and is none. @throws InputProblem */
function parse(place: FoundFile, bytes: Buffer): LooseFile | undefined {
  if (!place.named && !mayBeTemplate(place.path, bytes)) {
    return undefined;
  }
  const text = decodeText(bytes);
  const repeatedKeys: TemplatePath[] = [];
  const json = withResources(readTemplateText(text, noteRepeatedKeys(repeatedKeys)));
  return place.named || isRecord(ownValue(json, 'Resources')) || isServerless(json)
    ? { path: place.path, id: place.id, text, json, repeatedKeys, nested: localTemplates(json, place.id === STANDARD_INPUT ? { path: '', id: '' } : { path: path.dirname(place.path), id: path.posix.dirname(place.id) }) }
    : undefined;
}

/** All resources may stand in what the top of a template includes. */
function withResources(json: unknown): unknown {
  return isRecord(json) && json.AWSTemplateFormatVersion !== undefined && json.Resources === undefined && macrosOf({ transforms: { 'Transform': json.Transform, 'Fn::Transform': json['Fn::Transform'] }, resources: {} }).length > 0
    ? { ...json, Resources: {} } : json;
}
