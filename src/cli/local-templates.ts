import * as fs from 'node:fs';
import * as path from 'node:path';
import { Place } from './assembly-folder';
import { isTemplateName } from './template-marks';
import { isRecord, ownValue } from '../template/read-json';

/** A template in a file of its own that a resource deploys. */
export interface LocalTemplate {
  readonly logicalId: string;
  readonly place: Place;
  /** It is deployed elsewhere, so that it is judged as a template of its own. */
  readonly isElsewhere: boolean;
}

/**
 * Where the resources that nest a stack name its template. `aws cloudformation package` and SAM upload a local file and put its
 * address there.
 *
 * @see https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html
 */
const NESTING: Readonly<Record<string, string>> = {
  'AWS::CloudFormation::Stack': 'TemplateURL',
  'AWS::Serverless::Application': 'Location',
  'AWS::CloudFormation::StackSet': 'TemplateURL',
};

/** The stacks of a template whose own templates are files that are there. */
export function localTemplates(json: unknown, folder: Place): LocalTemplate[] {
  const resources = ownValue(json, 'Resources');
  return Object.entries(isRecord(resources) ? resources : {}).flatMap(([logicalId, resource]) => {
    const type = ownValue(resource, 'Type');
    const property = typeof type === 'string' && Object.hasOwn(NESTING, type) ? NESTING[type] : undefined;
    const place = property === undefined ? undefined : localFile(ownValue(ownValue(resource, 'Properties'), property), folder);
    return place ? [{ logicalId, place, isElsewhere: type === 'AWS::CloudFormation::StackSet' }] : [];
  });
}

/** The file that a text names, if it is there and may be a template. */
export function localFile(written: unknown, folder: Place): Place | undefined {
  const name = typeof written === 'string' ? written.replace(/^file:\/\//, '') : '';
  if (name === '' || /^[a-z][a-z0-9+.-]+:/i.test(name) || name.includes('\0') || !isTemplateName(name)) {
    return undefined;
  }
  const file = path.isAbsolute(name) ? name : path.join(folder.path, name);
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true
    ? { path: file, id: path.isAbsolute(name) ? name : path.posix.join(folder.id, name) } : undefined;
}
