package com.example.office;

import io.github.cdkhardenedbucket.HardenedBucketChecks;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;

public final class RefusedByChecks {
    private RefusedByChecks() {
    }

    public static void main(final String[] args) {
        final App app = new App();
        HardenedBucketChecks.addTo(app);

        // A bucket as it is often written: nothing in it is wrong, and much is missing.
        Bucket.Builder.create(new Stack(app, "Reporting"), "Exports")
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .encryption(BucketEncryption.S3_MANAGED)
                .versioned(true)
                .build();
        app.synth();
    }
}
