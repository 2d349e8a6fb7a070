import { MODEL_BUCKETS } from '../rules/model-buckets';

/** Wrong usage, or input that cannot be read: the message goes to standard error, and the exit code is 2. */
export class UsageError extends Error {}

export const USAGE = `usage: hardened-bucket COMMAND … [options]

Judges the S3 buckets of CloudFormation templates, and proves what bucket policies allow: offline, with requests as evidence.

  check PATH…
      Judges every bucket of templates (JSON, YAML), of folders, and of a cdk.out folder.
                                     exit 0 nothing found, 1 findings, 2 some input could not be read
      --format text|json|sarif|html  how to report (default: text)
      --output FILE                  write the report to a file
      --level baseline|strict        which rules: see RULES.md (default: baseline)
      --rule RULE                    only this rule; may be given several times
      --fail-on error|warning|never  from which severity on findings fail (default: error)
      --parameters KEY=VALUE|FILE    values of template parameters; may be given several times
      --baseline FILE                only findings that are not in the file fail
      --write-baseline               write all findings to the baseline file
      --account, --organization, --vpc, --cidr
                                     the trust zone: whom you trust beside the own account, and which networks

  compare FILE[#ID] FILE[#ID]        Which bucket is more permissive? With what request?
  compare FILE[#ID] --model NAME     … than a model bucket:
                                     ${MODEL_BUCKETS.map(({ name }) => name).join(', ')}
                                     exit 0 equivalent or less, 1 more or incomparable, 3 unknown
      --format text|json, --parameters KEY=VALUE|FILE

  policy public FILE [--account ID]… [--organization ID]…
      May anyone do something? Does S3 take the policy for public?    exit 0 no, 1 yes, 3 unknown
  policy compare FILE FILE
      What does the first allow, against the second?                  exit 0 equivalent or less, 1 more or incomparable, 3 unknown
  policy allows FILE --request FILE
      What does the policy say of this request?                       exit 0 Allow, 1 denied, 3 unknown
  policy within FILE [--account ID]… [--organization ID]… [--vpc ID]… [--cidr CIDR]…
      Is nothing outside this trust zone allowed?                     exit 0 within, 1 outside, 3 unknown
  policy explain FILE
      Who may do what, in plain words, dead statements marked.        exit 0
      --format text|json             how to print the answer (default: text)
      FILE is a policy document, or what "aws s3api get-bucket-policy" prints.

  --help                             this text

Exit 2: wrong usage, or input that cannot be read.`;
