import * as fs from 'node:fs';
import { AssemblyFolder, Place, readAssemblyTemplate } from './assembly-folder';
import { InputProblem } from './input-problem';
import { Reading } from './reading';
import { isRecord, ownValue } from '../template/read-json';
import { Template } from '../template/template';

/** Far more than an app has; nested stacks that nest each other would double with every level. */
const MAXIMUM_TEMPLATES = 2_000;

/** What a stack's nested stacks are looked up in. */
export interface NestedStackSource {
  readonly folder: AssemblyFolder;
  /** The ids of the assembly's templates; those of nested stacks are added. */
  readonly ids: Set<string>;
  /** The files that are published, by their hashes. */
  readonly files: ReadonlyMap<string, unknown>;
}

/**
 * Reads the templates of the stacks nested in a stack, and of those nested in them.
 *
 * The manifest does not list them. Their parent's resource names an object in S3, and the asset manifest the file that is
 * published there. A nested stack whose template is not in the assembly is left to be found by its own path.
 */
export function readNestedStacks(stack: Template, source: NestedStackSource, reading: Reading): Template[] {
  const found: { readonly template: Template; readonly around: readonly string[] }[] = [{ template: stack, around: [] }];
  // It grows while it is walked.
  for (const { template: parent, around } of found) {
    for (const [logicalId, resource] of Object.entries(parent.resources)) {
      reading.attempt(parent.id, () => {
        const place = templatePlace(resource, source);
        if (!place) {
          return;
        }
        if (around.includes(place.path)) {
          throw new InputProblem(`${logicalId} nests ${place.id} in itself`);
        }
        if (found.length >= MAXIMUM_TEMPLATES) {
          throw new InputProblem(`more than ${MAXIMUM_TEMPLATES} nested stacks`);
        }
        reading.markRead(place.path);
        const template = reading.attempt(place.id, () => readAssemblyTemplate(place, {
          // Stacks with the same content share a file.
          id: source.ids.has(place.id) ? `${place.id} (${logicalId} of ${parent.id})` : place.id,
          account: parent.account,
          region: parent.region,
          parent: { template: parent.id, logicalId },
        }, reading));
        if (template) {
          source.ids.add(template.id);
          found.push({ template, around: [...around, place.path] });
        }
      });
    }
  }
  return found.slice(1).map(({ template }) => template);
}

function templatePlace(resource: unknown, { folder, files }: NestedStackSource): Place | undefined {
  if (ownValue(resource, 'Type') !== 'AWS::CloudFormation::Stack') {
    return undefined;
  }
  const url = JSON.stringify(ownValue(ownValue(resource, 'Properties'), 'TemplateURL')) ?? '';
  const hash = url.match(/[0-9a-f]{64}/g)?.find((candidate) => files.has(candidate));
  return markedPlace(resource, folder) ?? (hash === undefined ? undefined : folder.place(files.get(hash)));
}

/** The file that the CDK CLI marks. Unlike the hash, it tells stacks with the same content apart. */
function markedPlace(resource: unknown, folder: AssemblyFolder): Place | undefined {
  const metadata = ownValue(resource, 'Metadata');
  const file = ownValue(metadata, 'aws:asset:path');
  if (!isRecord(metadata) || metadata['aws:asset:property'] !== 'TemplateURL' || typeof file !== 'string') {
    return undefined;
  }
  const place = folder.place(file);
  return fs.existsSync(place.path) ? place : undefined;
}
