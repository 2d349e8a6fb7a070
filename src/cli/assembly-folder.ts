import * as fs from 'node:fs';
import * as path from 'node:path';
import { InputProblem } from './input-problem';
import { readJsonText } from './read-json-text';
import { readTemplateText } from './read-template-text';
import { readTextFile } from './read-text-file';
import { Reading, realPath } from './reading';
import { noteRepeatedKeys } from './repeated-key';
import { SourceText } from './source-text';
import { isRecord } from '../template/read-json';
import { TemplateContext, templateOf } from '../template/read-template';
import { Template, TemplatePath } from '../template/template';

/** A file or folder: where it is, and by which path the user knows it. */
export interface Place {
  readonly path: string;
  readonly id: string;
}

/** A folder that CDK wrote: an app's, or that of one of its stages. */
export class AssemblyFolder {
  /** @param root the outermost assembly, which everything has to stay inside of */
  constructor(private readonly folder: Place, private readonly root: Place = folder) {}

  get id(): string {
    return this.folder.id;
  }

  get path(): string {
    return this.folder.path;
  }

  /** A file that the assembly names. @throws InputProblem if it is outside, be it through a link */
  place(name: unknown): Place {
    if (typeof name !== 'string' || name === '') {
      throw new InputProblem(`the name of a file is expected, not ${JSON.stringify(name)}`);
    }
    const file = path.resolve(this.folder.path, name);
    const inside = path.relative(this.root.path, file);
    if (isOutside(inside) || isOutside(path.relative(realPath(this.root.path), realPathOfExisting(file)))) {
      throw new InputProblem(`the path ${JSON.stringify(name)} leaves the assembly`);
    }
    return { path: file, id: below(this.root.id, inside) };
  }

  stage(name: unknown): AssemblyFolder {
    return new AssemblyFolder(this.place(name), this.root);
  }

  /** Reads a JSON file of the assembly. @throws InputProblem */
  json(name: unknown, maximum?: number): Readonly<Record<string, unknown>> {
    const json = readJsonText(readTextFile(this.place(name).path, maximum));
    if (!isRecord(json)) {
      throw new InputProblem('an object is expected');
    }
    return json;
  }
}

/** Reads the template of a stack that CDK made. Unlike CloudFormation, CDK takes a stack without resources. @throws InputProblem, TemplateError */
export function readAssemblyTemplate(place: Place, context: TemplateContext, reading: Reading): Template {
  const text = readTextFile(place.path);
  const repeatedKeys: TemplatePath[] = [];
  const json = readTemplateText(text, noteRepeatedKeys(repeatedKeys));
  reading.sources.set(context.id, new SourceText(place.id, text));
  reading.templateFiles.add(realPath(place.path));
  return templateOf(isRecord(json) ? { Resources: {}, ...json } : json, { ...context, repeatedKeys, fromCdk: true });
}

/** The path of something below a folder, by which the user knows it. */
export function below(folder: string, name: string): string {
  const inside = name.split(path.sep).join('/');
  return inside === '' ? folder : folder === '.' ? inside : `${folder.replace(/\/+$/, '')}/${inside}`;
}

/** Says of a relative path that it leads out. */
export function isOutside(relative: string): boolean {
  return relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
}

/** The real path as far as it exists, so that a link in the middle does not hide behind a missing file. */
function realPathOfExisting(file: string): string {
  return fs.existsSync(file) || path.dirname(file) === file ? realPath(file) : path.join(realPathOfExisting(path.dirname(file)), path.basename(file));
}
