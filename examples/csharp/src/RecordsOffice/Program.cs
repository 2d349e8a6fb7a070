using Amazon.CDK;
using CdkHardenedBucket;

namespace Office
{
    internal static class Program
    {
        private static void Main()
        {
            var app = new App();
            HardenedBucketChecks.AddTo(app);
            new RecordsOffice(app, "RecordsOffice");
            app.Synth();
        }
    }
}
