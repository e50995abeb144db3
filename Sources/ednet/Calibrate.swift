import ArgumentParser
import Pipelines

/// `ednet calibrate`.
struct Calibrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fit the probabilities of a model to labelled patterns.",
    discussion: """
      Probabilities are as reliable as the patterns that they were fitted on are similar to yours. This \
      command fits them again on your own labelled patterns, without training: the network and its \
      answers stay, and so do the classes. The folder has the same layout as for 'ednet train'; patterns \
      in a folder train/ fit the detector of images that are not patterns instead.

        ednet calibrate patterns/ --model run --output calibrated.safetensors

      With --with the networks of several models become one model, which averages their probabilities. They need the \
      same classes and preprocessing; only the sizes of their inputs may differ.

        ednet calibrate patterns/ --model bravais --with fast --output both.safetensors

      The patterns also give the scales of 8-bit answers (--precision int8 of other commands).
      """
  )

  @Argument(help: "The folder of labelled patterns.", completion: .directory) var patterns: String

  @OptionGroup var modelOption: ModelOption

  @Option(name: .shortAndLong, help: ArgumentHelp("The model file to write.", valueName: "file")) var output: String

  @Option(
    name: .customLong("with"),
    help: ArgumentHelp(
      "Join the network of another model with that of the model; may be repeated.",
      valueName: "file"
    ),
    completion: .file(extensions: ["safetensors"])
  ) var partners: [String] = []

  @Flag(name: .customLong("bfloat16"), help: "Store weights in 16 bits: half the size, with 8 significant bits.")
  var isBFloat16 = false

  @Flag(help: "Keep the probabilities, and only measure the scales of 8-bit answers.") var scalesOnly = false

  @OptionGroup var staticBackground: StaticBackgroundOption

  @Flag(help: "Skip unreadable files.") var skipBad = false

  @OptionGroup var threadsOption: ThreadsOption

  @Flag(name: .shortAndLong, help: "Print no notes on the model and the patterns.") var quiet = false

  func validate() throws {
    if scalesOnly, !partners.isEmpty {
      throw ValidationError(
        "--scales-only keeps the probabilities, and --with needs new ones; leave out one of the two."
      )
    }
  }

  func run() throws {
    var pipeline = CalibrationPipeline(patterns: patterns)
    (pipeline.skipsUnreadable, pipeline.threads) = (skipBad, threadsOption.threads)
    pipeline.measuresScalesOnly = scalesOnly
    pipeline.partners = try partners.map { try ModelFile($0).load() }
    pipeline.staticBackground = staticBackground.source
    let classifier = try pipeline.calibrate(
      modelOption.load(quiet: quiet),
      observer: TerminalObserver(quiet: quiet)
    )
    try classifier.write(to: output, isBFloat16: isBFloat16)
    StandardOutput.write("model: \(output)\n")
  }
}
