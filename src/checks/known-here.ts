import { Stack, Stage } from 'aws-cdk-lib';
import { BaselineFile } from './baseline-file';
import { BaselineEntry, entryOf, inAssembly, KnownFindings, placeInAssembly, unusedText, WRITE_ANEW } from '../rules/baseline';
import { Check, isApplied } from '../rules/check';
import { Finding } from '../rules/finding';
import { BucketIndex } from '../synth/bucket-index';

/** The known findings of one synth, of a baseline that was written for the templates of the app. */
export class KnownHere {
  private readonly known: KnownFindings;

  constructor(private readonly file: BaselineFile) {
    this.known = new KnownFindings(file.baseline, inAssembly);
  }

  /** The findings that are not known. Each entry stands for one. */
  newOf(findings: readonly Finding[], index: BucketIndex): Finding[] {
    const fileOf = (template: string) => {
      const stack = index.stackAt(template);
      return stack && templateFileOf(stack);
    };
    return this.known.newOf(findings, (finding) => {
      const entry = entryOf(finding);
      return {
        ...entry,
        template: fileOf(finding.template) ?? finding.template,
        // Of a resource of another stack.
        id: entry.id.replace(/^(.*)\/(?=[^/]*$)/, (prefix, template: string) => fileOf(template) === undefined ? prefix : `${fileOf(template)}/`),
      };
    });
  }

  /** Says which entries match nothing any more, of rules that are applied to these stacks; to all there are, if none are given. */
  outdated(check: Check, stacks: readonly Stack[] | undefined): { readonly message: string; readonly fix: string } | undefined {
    const places = stacks && new Set(stacks.map((stack) => placeInAssembly(templateFileOf(stack))));
    const entries = this.known.unused(({ rule, template }: BaselineEntry) => isApplied(check, rule) && (places === undefined || places.has(template)));
    return entries.length === 0 ? undefined : { message: unusedText(this.file.file, entries), fix: WRITE_ANEW };
  }
}

/** The template of a stack in the cloud assembly. */
function templateFileOf(stack: Stack): string {
  const folder = Stage.of(stack)?.outdir;
  return folder === undefined ? stack.templateFile : `${folder}/${stack.templateFile}`;
}
