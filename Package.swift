// swift-tools-version: 6.2

import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let cSettings: [CSetting] = [
  .enableWarning("all"),
  .enableWarning("extra"),
  .treatAllWarnings(as: .error),
]

/// A C library of the system, found by pkg-config and installed by apt.
func system(_ name: String, pkgConfig: String, apt: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

/// A small C target that makes one system library callable from Swift.
func shim(_ name: String, over library: String) -> Target {
  .target(name: name, dependencies: [.byName(name: library)], cSettings: cSettings)
}

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

let package = Package(
  name: "visionprep",
  products: [
    .library(name: "VisionPrep", targets: ["VisionPrep"]),
    .executable(name: "visionprep", targets: ["visionprep"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // C libraries of the system.
    system("CPoppler", pkgConfig: "poppler-glib", apt: "libpoppler-glib-dev"),
    system("CQPDF", pkgConfig: "libqpdf", apt: "libqpdf-dev"),
    system("CFontconfig", pkgConfig: "fontconfig", apt: "libfontconfig-dev"),
    system("CPNG", pkgConfig: "libpng", apt: "libpng-dev"),
    system("CJPEG", pkgConfig: "libjpeg", apt: "libjpeg62-turbo-dev"),
    system("CWebP", pkgConfig: "libwebp", apt: "libwebp-dev"),
    system("CLCMS", pkgConfig: "lcms2", apt: "liblcms2-dev"),
    system("CDeflate", pkgConfig: "libdeflate", apt: "libdeflate-dev"),
    system("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
    system("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
    system("CSeccomp", pkgConfig: "libseccomp", apt: "libseccomp-dev"),

    // Shims, where varargs, setjmp or macros keep Swift out.
    .target(name: "CPrepPoppler", dependencies: ["CPoppler", "CQPDF", "CFontconfig"], cSettings: cSettings),
    shim("CPrepPNG", over: "CPNG"),
    shim("CPrepJPEG", over: "CJPEG"),
    shim("CPrepCurl", over: "CCurl"),
    shim("CPrepCage", over: "CSeccomp"),
    .target(name: "CPrepPosix", cSettings: cSettings),
    .target(name: "CPrepKernels", cSettings: cSettings),
    .target(name: "CPrepSamples", cSettings: cSettings),

    // The engine, from values up to wiring.
    module("PrepCore", []),
    module("PrepJSON", ["CPrepKernels"]),
    module("PrepDigest", ["PrepCore", "CCrypto", "CPrepKernels"]),
    module("PrepImage", ["PrepCore", "CPrepKernels"]),
    module("PrepSystem", ["PrepCore", "PrepDigest", "CPrepPosix"]),
    module(
      "PrepCodecs",
      ["PrepCore", "PrepImage", "CPrepPoppler", "CPrepPNG", "CPrepJPEG", "CPrepKernels", "CWebP", "CLCMS", "CDeflate"]),
    module("PrepTokens", ["PrepCore", "PrepJSON", "PrepDataset"]),
    module("PrepHTTP", ["PrepCore", "PrepSystem", "CPrepCurl"]),
    module("PrepFetch", ["PrepCore", "PrepSystem", "PrepDigest", "PrepHTTP"]),
    module("PrepTables", ["PrepCore", "PrepJSON", "PrepSystem", .product(name: "GRDB", package: "GRDB.swift")]),
    module("PrepStatistics", ["PrepCore"]),
    module("PrepEvaluation", ["PrepCore", "PrepJSON", "PrepSystem"]),
    module("PrepYAML", ["PrepCore", .product(name: "Yams", package: "Yams")]),
    module("PrepRecipe", ["PrepCore", "PrepYAML", "PrepEvaluation", .product(name: "Yams", package: "Yams")]),
    .target(
      name: "PrepProviders",
      dependencies: ["PrepCore", "PrepTokens", "PrepYAML", .product(name: "Yams", package: "Yams")],
      resources: [
        "azure", "bedrock", "bedrock-nova", "fireworks", "gemini", "openai", "openai-batch", "together",
      ].map { .embedInCode("Profiles/\($0).yaml") },
      swiftSettings: swiftSettings),
    module("PrepDataset", ["PrepCore", "PrepJSON", "PrepDigest", "PrepSystem", "CPrepKernels"]),
    module("PrepAnswers", ["PrepCore", "PrepJSON", "PrepSystem", "PrepDigest", "PrepTables", "PrepDataset", "PrepEvaluation"]),
    module("PrepPlan", ["PrepCore", "PrepJSON", "PrepDigest", "PrepSystem", "PrepTables", "PrepStatistics", "PrepDataset"]),
    module(
      "PrepRender",
      ["PrepCore", "PrepSystem", "PrepImage", "PrepCodecs", "PrepTokens", "CPrepCage", "CPrepPosix"]),
    module(
      "PrepPipeline",
      [
        "PrepCore", "PrepJSON", "PrepSystem", "PrepDigest", "PrepImage", "PrepCodecs", "PrepFetch", "PrepTables", "PrepProviders",
        "PrepTokens",
        "PrepDataset", "PrepPlan", "PrepRender", "PrepStatistics", "CPrepPosix",
      ]),
    module(
      "PrepSurvey",
      ["PrepCore", "PrepJSON", "PrepSystem", "PrepTables", "PrepStatistics", "PrepDataset", "PrepPlan", "PrepPipeline"]),
    module(
      "PrepDuplicates",
      [
        "PrepCore", "PrepJSON", "PrepDigest", "PrepSystem", "PrepImage", "PrepCodecs", "PrepDataset",
      ]),
    module(
      "PrepCheck",
      ["PrepCore", "PrepJSON", "PrepSystem", "PrepCodecs", "PrepProviders", "PrepDataset", "PrepTokens", "CPrepKernels"]),
    module(
      "PrepExport",
      [
        "PrepCore", "PrepJSON", "PrepSystem", "PrepDigest", "PrepImage", "PrepCodecs", "PrepProviders",
        "PrepDataset",
        "CPrepPosix",
      ]),
    module(
      "PrepReport",
      [
        "PrepCore", "PrepJSON", "PrepSystem", "PrepImage", "PrepCodecs", "PrepStatistics", "PrepTokens", "PrepDataset",
      ]),
    module(
      "PrepEvaluationReport",
      ["PrepCore", "PrepJSON", "PrepSystem", "PrepDataset", "PrepEvaluation", "PrepReport"]),
    module(
      "PrepEstimate",
      ["PrepCore", "PrepJSON", "PrepSystem", "PrepDigest", "PrepDataset", "PrepCodecs", "PrepProviders", "PrepTokens"]),
    module("PrepDoctor", ["PrepCore", "PrepSystem", "PrepCodecs", "PrepTokens", "PrepRender", "PrepEstimate"]),

    module(
      "PrepEvaluationRun",
      ["PrepCore", "PrepJSON", "PrepSystem", "PrepDataset", "PrepAnswers", "PrepEvaluation", "PrepEvaluationReport"]),

    // What people use.
    module(
      "VisionPrep",
      [
        "PrepCore", "PrepSystem", "PrepImage", "PrepCodecs", "PrepRecipe", "PrepProviders", "PrepStatistics", "PrepTokens",
        "PrepDataset", "PrepRender", "PrepPipeline", "PrepSurvey", "PrepDuplicates", "PrepCheck", "PrepExport", "PrepReport",
        "PrepEstimate", "PrepDoctor", "PrepAnswers", "PrepEvaluation",
        "PrepEvaluationReport", "PrepEvaluationRun",
      ]),
    module(
      "VisionPrepCommands",
      [
        "VisionPrep", "PrepCore", "PrepEvaluation", "PrepJSON", "PrepSystem", "PrepRender", "CPrepPosix", "CPrepSamples",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(name: "visionprep", dependencies: ["VisionPrepCommands"], swiftSettings: swiftSettings),

    // Tests, one target a module.
    tests("PrepCoreTests", ["PrepCore", "TestSupport"]),
    tests("PrepJSONTests", ["PrepJSON", "TestSupport"]),
    tests("PrepSystemTests", ["PrepCore", "PrepSystem", "TestSupport"]),
    tests("PrepImageTests", ["CPrepKernels", "PrepCore", "PrepImage", "TestSupport"]),
    tests("PrepDuplicatesTests", ["PrepCodecs", "PrepCore", "PrepDuplicates", "PrepImage", "TestSupport"]),
    tests("PrepCodecsTests", ["CDeflate", "CPrepKernels", "PrepCore", "PrepImage", "PrepCodecs", "TestSupport"]),
    .target(name: "TestSupport", dependencies: ["PrepImage"], path: "Tests/TestSupport", swiftSettings: swiftSettings),
    .target(name: "TestServer", path: "Tests/TestServer", swiftSettings: swiftSettings),
    tests("PrepHTTPTests", ["PrepHTTP", "TestServer"]),
    tests("PrepFetchTests", ["PrepCore", "PrepFetch", "PrepHTTP", "TestServer"]),
    tests("PrepTablesTests", ["PrepCore", "PrepJSON", "PrepTables", "TestSupport"]),
    tests("PrepYAMLTests", ["PrepCore", "PrepYAML", .product(name: "Yams", package: "Yams")]),
    tests("PrepRecipeTests", ["PrepCore", "PrepRecipe", "PrepEvaluation", "TestSupport"]),
    tests("PrepAnswersTests", ["PrepCore", "PrepJSON", "PrepDataset", "PrepAnswers", "PrepEvaluation", "TestSupport"]),
    tests("PrepStatisticsTests", ["PrepCore", "PrepStatistics", "TestSupport"]),
    tests("PrepEvaluationTests", ["PrepCore", "PrepEvaluation", "PrepJSON", "TestSupport"]),
    tests("PrepProvidersTests", ["PrepCore", "PrepProviders", "PrepTokens"]),
    tests("PrepTokensTests", ["PrepCore", "PrepJSON", "PrepTokens", "TestSupport"]),
    .target(
      name: "TestPlans", dependencies: ["PrepCore", "PrepPlan", "TestSupport"], path: "Tests/TestPlans",
      swiftSettings: swiftSettings),
    tests("PrepDigestTests", ["PrepCore", "PrepDigest", "TestSupport"]),
    tests("PrepDatasetTests", ["CPrepKernels", "PrepCore", "PrepJSON", "PrepDataset", "PrepSystem", "TestSupport"]),
    tests("PrepPlanTests", ["PrepCore", "PrepJSON", "PrepPlan", "PrepSystem", "PrepTables", "TestPlans", "TestSupport"]),
    tests(
      "PrepRenderTests",
      ["visionprep", "PrepCore", "PrepSystem", "PrepImage", "PrepCodecs", "PrepTokens", "PrepRender", "TestSupport"]),
    tests(
      "PrepPipelineTests",
      [
        "PrepCore", "PrepJSON", "PrepSystem", "PrepDigest", "PrepImage", "PrepTables", "PrepCodecs", "PrepFetch", "PrepProviders",
        "PrepStatistics", "PrepTokens", "PrepDataset", "PrepPlan", "PrepRender", "PrepPipeline", "TestPlans", "TestSupport",
      ]),
    tests(
      "PrepSurveyTests",
      [
        "PrepCore", "PrepJSON", "PrepDataset", "PrepPlan", "PrepPipeline", "PrepProviders", "PrepStatistics", "PrepSurvey",
        "TestPlans",
        "TestSupport",
      ]),
    tests(
      "PrepCheckTests",
      [
        "CPrepKernels", "PrepCore", "PrepJSON", "PrepImage", "PrepCodecs", "PrepProviders", "PrepPipeline", "PrepCheck",
        "PrepTokens", "TestSupport",
      ]),
    tests(
      "PrepExportTests",
      [
        "PrepCore", "PrepDigest", "PrepDataset", "PrepJSON", "PrepImage", "PrepCodecs", "PrepProviders", "PrepExport",
        "TestSupport",
      ]),
    .testTarget(
      name: "PrepReportTests",
      dependencies: [
        "PrepCore", "PrepJSON", "PrepImage", "PrepCodecs", "PrepStatistics", "PrepTokens", "PrepReport", "TestSupport",
      ],
      exclude: ["Goldens"], swiftSettings: swiftSettings),
    .target(
      name: "TestEvaluations", dependencies: ["PrepCodecs", "PrepEvaluation", "PrepEvaluationReport", "TestSupport"],
      path: "Tests/TestEvaluations", swiftSettings: swiftSettings),
    .testTarget(
      name: "PrepEvaluationReportTests",
      dependencies: [
        "PrepCore", "PrepEvaluation", "PrepEvaluationReport", "PrepJSON", "PrepReport", "TestEvaluations", "TestSupport",
      ],
      exclude: ["Goldens"], swiftSettings: swiftSettings),
    .testTarget(
      name: "VisionPrepCommandsTests",
      dependencies: ["PrepEvaluation", "TestEvaluations", "TestSupport", "VisionPrepCommands"], exclude: ["Goldens"],
      swiftSettings: swiftSettings),
    tests("VisionPrepTests", ["visionprep", "TestSupport", "VisionPrep"]),
    // What a new user of the library writes: it imports VisionPrep and nothing else of this package.
    tests("LibraryClient", ["VisionPrep"]),
    .testTarget(
      name: "CommandTests", dependencies: ["visionprep", "TestServer", "TestSupport"], exclude: ["Goldens"],
      swiftSettings: swiftSettings),
  ],
  swiftLanguageModes: [.v6]
)

// Developers' targets, built by tools/fuzz alone; who uses the package never sees them. They stand in this package because they
// call what no other package can.
if Context.environment["VISIONPREP_FUZZ"] != nil {
  package.targets += [
    .target(name: "CFuzzing", path: "tools/fuzzing/CFuzzing", cSettings: cSettings),
    .executableTarget(
      name: "visionprep-fuzz",
      dependencies: [
        "CDeflate", "CFuzzing", "PrepCore", "PrepJSON", "PrepDigest", "PrepImage", "PrepCodecs", "PrepHTTP", "PrepFetch",
        "PrepTables",
        "PrepRecipe", "PrepProviders", "PrepDataset", "PrepRender", "PrepPipeline", "PrepCheck",
      ],
      path: "tools/fuzzing/VisionPrepFuzz", swiftSettings: swiftSettings),
  ]
}

// The same for tools/verify/http.
if Context.environment["VISIONPREP_HTTP"] != nil {
  package.targets += [
    .executableTarget(
      name: "visionprep-http", dependencies: ["PrepHTTP"], path: "tools/verify/http-client", swiftSettings: swiftSettings)
  ]
}

// The same for tools/verify/scores.
if Context.environment["VISIONPREP_SCORES"] != nil {
  package.targets += [
    .executableTarget(
      name: "visionprep-scores", dependencies: ["PrepEvaluation", "PrepJSON"], path: "tools/verify/scores-client",
      swiftSettings: swiftSettings)
  ]
}

// The same for tools/verify/statistics.
if Context.environment["VISIONPREP_STATISTICS"] != nil {
  package.targets += [
    .executableTarget(
      name: "visionprep-statistics", dependencies: ["PrepEvaluation", "PrepJSON"], path: "tools/verify/statistics-client",
      swiftSettings: swiftSettings)
  ]
}
