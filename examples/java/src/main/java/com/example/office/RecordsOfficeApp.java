package com.example.office;

import io.github.cdkhardenedbucket.HardenedBucketChecks;
import software.amazon.awscdk.App;

public final class RecordsOfficeApp {
    private RecordsOfficeApp() {
    }

    public static void main(final String[] args) {
        final App app = new App();
        HardenedBucketChecks.addTo(app);
        new RecordsOffice(app, "RecordsOffice");
        app.synth();
    }
}
