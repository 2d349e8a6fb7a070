import * as fs from 'node:fs';
import * as path from 'node:path';
import { AssemblyFolder, below, Place, readAssemblyTemplate } from './assembly-folder';
import { InputProblem } from './input-problem';
import { readNestedStacks } from './read-nested-stacks';
import { readStackMetadata, StackMetadata, withConstructPaths } from './read-stack-metadata';
import { Reading } from './reading';
import { isRecord, ownValue } from '../template/read-json';
import { Template } from '../template/template';
import { TemplateGroup } from '../template/template-group';

const MANIFEST = 'manifest.json';
/** Before metadata had files of their own, the manifest held those of every construct. */
const MAXIMUM_MANIFEST = 100_000_000;

/** Says whether the folder is a cloud assembly. Other programs write a `manifest.json` too. */
export function isAssembly(folder: Place, reading: Reading): boolean {
  const manifest = path.join(folder.path, MANIFEST);
  if (!fs.existsSync(manifest)) {
    return false;
  }
  try {
    const { artifacts, version } = new AssemblyFolder(folder).json(MANIFEST, MAXIMUM_MANIFEST);
    return isRecord(artifacts) && typeof version === 'string';
  } catch (error) {
    if (error instanceof InputProblem && fs.existsSync(path.join(folder.path, 'cdk.out'))) {
      reading.fail(below(folder.id, MANIFEST), error.message);
    }
    return false;
  }
}

/**
 * Reads a cloud assembly: its stacks with those nested in them are one group, and each of its stages is another.
 *
 * Acknowledgements on the app or on a stage itself are not in it: CDK writes the metadata of stacks and of what is below.
 */
export function readAssembly(folder: AssemblyFolder, reading: Reading): void {
  if (!reading.isNew(folder.path)) {
    return;
  }
  reading.markRead(folder.path);
  const manifestId = below(folder.id, MANIFEST);
  const artifacts = reading.attempt(manifestId, () => artifactsIn(folder));
  if (!artifacts) {
    return;
  }
  const assets = new Map(artifacts.filter(({ type }) => type === 'cdk:asset-manifest').map(({ id, properties }) => {
    const place = reading.attempt(manifestId, () => folder.place(properties.file));
    return [id, place && reading.attempt(place.id, () => filesByHash(folder.json(properties.file)))] as const;
  }));
  const templates: Template[] = [];
  const ids = new Set<string>();
  const acknowledgements = new Map<string, readonly string[]>();
  const written: NonNullable<TemplateGroup['written']>[number][] = [];
  for (const artifact of artifacts.filter(({ type }) => type === 'aws:cloudformation:stack')) {
    const metadata = readMetadata(artifact, folder, reading);
    const place = reading.attempt(manifestId, () => folder.place(artifact.properties.templateFile));
    const template = place && reading.attempt(place.id, () => readStack(place, artifact, reading));
    for (const [construct, rules] of metadata.acknowledgements) {
      acknowledgements.set(construct, rules);
    }
    if (template) {
      ids.add(template.id);
      written.push(...metadata.written.map((each) => ({ ...each, template: template.id })));
      const nested = readNestedStacks(template, { folder, ids, files: filesOf(artifact, assets) }, reading);
      templates.push(...withConstructPaths([template, ...nested], metadata.constructs));
    }
  }
  reading.groups.push(...templates.length > 0 ? [{ templates, acknowledgements, ...written.length > 0 ? { written } : {} }] : []);
  for (const { properties } of artifacts.filter(({ type }) => type === 'cdk:cloud-assembly')) {
    const stage = reading.attempt(manifestId, () => folder.stage(properties.directoryName));
    if (stage) {
      readAssembly(stage, reading);
    }
  }
}

interface Artifact {
  readonly id: string;
  readonly type: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly json: Readonly<Record<string, unknown>>;
}

function artifactsIn(folder: AssemblyFolder): Artifact[] {
  const { artifacts } = folder.json(MANIFEST, MAXIMUM_MANIFEST);
  if (!isRecord(artifacts)) {
    throw new InputProblem('the manifest has no artifacts');
  }
  return Object.entries(artifacts).flatMap(([id, json]) => isRecord(json) ? [{ id, json, type: json.type, properties: isRecord(json.properties) ? json.properties : {} }] : []);
}

function readStack(place: Place, { id, json, properties }: Artifact, reading: Reading): Template {
  reading.markRead(place.path);
  const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(typeof json.environment === 'string' ? json.environment : '') ?? [];
  return readAssemblyTemplate(place, {
    id: place.id,
    stackName: typeof properties.stackName === 'string' ? properties.stackName : id,
    account: account === 'unknown-account' ? undefined : account,
    region: region === 'unknown-region' ? undefined : region,
    // CDK passes these itself when it deploys.
    parameterValues: { ...textsOf(properties.parameters), ...reading.parameterValues },
  }, reading);
}

/** Newer versions of CDK write the metadata to a file, which the artifact names; older ones into the manifest. */
function readMetadata({ json, properties }: Artifact, folder: AssemblyFolder, reading: Reading): StackMetadata {
  const name = json.additionalMetadataFile ?? properties.additionalMetadataFile;
  const place = name === undefined ? undefined : reading.attempt(below(folder.id, MANIFEST), () => folder.place(name));
  const inFile = place && reading.attempt(place.id, () => folder.json(name, MAXIMUM_MANIFEST));
  return readStackMetadata([json.metadata, inFile]);
}

/** The files of an asset manifest, by the hash that they are published under. */
function filesByHash({ files }: Readonly<Record<string, unknown>>): [hash: string, file: unknown][] {
  return Object.entries(isRecord(files) ? files : {}).map(([hash, file]) => [hash, ownValue(ownValue(file, 'source'), 'path')]);
}

/** Stacks may publish files of the same content, each its own. */
function filesOf({ json }: Artifact, assets: ReadonlyMap<string, readonly (readonly [string, unknown])[] | undefined>): Map<string, unknown> {
  const own = Array.isArray(json.dependencies) ? json.dependencies : [];
  return new Map([...[...assets.values()].flatMap((files) => files ?? []), ...own.flatMap((id) => assets.get(id) ?? [])]);
}

function textsOf(json: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(isRecord(json) ? json : {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
