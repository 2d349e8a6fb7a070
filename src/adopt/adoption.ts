import { AdoptSetting } from './adopt-setting';
import { AdoptNames } from './draft';
import { TemplateOperation } from './template-operation';
import { UpdateBehavior } from './update-behavior';
import { CheckOptions } from '../rules/check';
import { Finding } from '../rules/finding';
import { ResourceAddress, Template } from '../template/template';
import { InputError } from '../template/template-group';

/** What is asked for. */
export interface AdoptOptions extends AdoptNames {
  /** By which rules, and whose findings. */
  readonly rules: CheckOptions;
  /** The ids of settings: only these, if there are any. */
  readonly only: readonly string[];
  readonly without: readonly string[];
  /** Why a template cannot be changed where it is written, if that is so. */
  readonly whyClosed?: (template: Template) => string | undefined;
  /** Why the text of a template cannot be changed so, if that is so. */
  readonly whyNotPatched?: (template: string, operations: readonly TemplateOperation[]) => string | undefined;
}

export type SettingName = Pick<AdoptSetting, 'id' | 'title'>;

/** A setting that a bucket gets. */
export interface AddedSetting {
  readonly setting: SettingName;
  /** The rules whose findings on the bucket are gone with it. */
  readonly mends: readonly string[];
  readonly operations: readonly TemplatedOperation[];
  /** What CloudFormation does to each resource. */
  readonly updates: readonly { readonly resource: ResourceAddress; readonly kind: UpdateBehavior['kind'] }[];
}

export interface TemplatedOperation extends TemplateOperation {
  readonly template: string;
}

/** A setting that a bucket lacks, and does not get. */
export interface RefusedSetting {
  readonly setting: SettingName;
  readonly rules: readonly string[];
  readonly reason: string;
}

/** What becomes of one bucket. */
export interface AdoptedBucket {
  readonly address: ResourceAddress;
  readonly constructPath?: string;
  readonly fromCdk: boolean;
  /** Why nothing of it is changed at all, if that is so. */
  readonly closed?: string;
  readonly added: readonly AddedSetting[];
  readonly refused: readonly RefusedSetting[];
  /** What was found on it, and what is left of that. */
  readonly before: readonly Finding[];
  readonly remaining: readonly Finding[];
  /** What could not be proved, because a key or log bucket is in none of the templates. */
  readonly unproved: readonly string[];
  /** Requests that are lost: those that the rules want lost. */
  readonly lost: readonly string[];
}

/** A resource that is new, for all the buckets of a template. */
export interface MadeResource {
  readonly address: ResourceAddress;
  readonly type: string;
}

/** What becomes of all buckets. */
export interface Adoption {
  readonly buckets: readonly AdoptedBucket[];
  readonly made: readonly MadeResource[];
  /** All changes of each template that has any. */
  readonly operations: ReadonlyMap<string, readonly TemplateOperation[]>;
  /** The templates with the changes made. */
  readonly after: readonly Template[];
  readonly errors: readonly InputError[];
}
