import Foundation
import Synchronization

/// The result of running the command once, as a user would.
struct CommandRun: Sendable {
  /// The standard output.
  var output: String
  /// The standard error.
  var errors: String
  /// Its exit status; minus the number of the signal that ended it.
  var status: Int32

  /// The lines on standard error that begin with `error:`.
  var errorLines: [Substring] { errorsByLine.filter { $0.hasPrefix("error: ") } }
  /// Standard error, line by line.
  var errorsByLine: [Substring] { errors.split(separator: "\n") }
  /// Standard output, line by line.
  var outputByLine: [Substring] { output.split(separator: "\n") }

  /// The reason why the command could not be run.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The built command, beside the tests in the build folder.
  static let executable: URL? = {
    var candidates = [Bundle.main.bundleURL, Bundle.main.executableURL].compactMap { $0 }
    candidates += Bundle.allBundles.map(\.bundleURL)
    // On Linux the tests are one executable beside the command; on macOS a bundle deeper down.
    candidates += CommandLine.arguments.map { URL(filePath: $0) }
    for candidate in candidates {
      var folder = candidate
      while folder.path.count > 1 {
        let path = folder.appending(path: "ednet").path
        let isFile =
          (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
        if isFile == .typeRegular { return URL(filePath: path) }
        folder.deleteLastPathComponent()
      }
    }
    return nil
  }()

  /// Runs the command to its end.
  ///
  /// - Parameters:
  ///   - arguments: the arguments.
  ///   - program: the name of a built program, or `bash` with them on its path.
  ///   - folder: the folder to run in.
  ///   - input: the standard input.
  ///   - outputPath: a file to write standard output to, which `output` is then without.
  ///   - environment: variables that are set besides those of the tests.
  ///   - timeout: the time in seconds after which it is killed and the run fails.
  ///   - signal: the signal to send once standard error holds the text.
  /// - Throws: `Failure` if the command is not there or does not end.
  init(
    _ arguments: [String],
    of program: String = "ednet",
    in folder: String? = nil,
    input: String = "",
    outputPath: String? = nil,
    environment: [String: String] = [:],
    timeout: Double = 60,
    signal: (number: Int32, after: String)? = nil
  ) throws {
    guard let executable = Self.executable else {
      throw Failure(description: "the command is not beside the tests: \(CommandLine.arguments)")
    }
    let process = Process()
    let built = executable.deletingLastPathComponent()
    process.executableURL =
      program == "bash" ? URL(filePath: "/bin/bash") : built.appending(path: program)
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(filePath: folder) }
    let inherited = ProcessInfo.processInfo.environment
    let path = ["PATH": built.path + ":" + (inherited["PATH"] ?? "/usr/bin:/bin")]
    // Without a name the model is that of a run in the folder, whatever comes with this ednet.
    let model = ["EDNET_MODEL": "run/model.safetensors"]
    process.environment = inherited.merging(path) { $1 }.merging(model) { $1 }
      .merging(environment) { $1 }
    let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
    (process.standardInput, process.standardOutput, process.standardError) = (stdin, stdout, stderr)
    if let outputPath { process.standardOutput = FileHandle(forWritingAtPath: outputPath) }
    try Self.withoutBlockedSignals { try process.run() }
    let identifier = process.processIdentifier

    let timedOut = Atomic(false)
    let clock = DispatchSource.makeTimerSource(queue: .global())
    clock.schedule(deadline: .now() + timeout)
    clock.setEventHandler {
      timedOut.store(true, ordering: .relaxed)
      kill(identifier, SIGKILL)
    }
    clock.resume()
    defer { clock.cancel() }

    try? stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try? stdin.fileHandleForWriting.close()
    // Both are read at once, or a full pipe would hold the command up.
    if outputPath != nil { try stdout.fileHandleForWriting.close() }
    let output = Mutex(Data())
    let reading = DispatchGroup()
    DispatchQueue.global().async(group: reading) {
      let data = stdout.fileHandleForReading.readDataToEndOfFile()
      output.withLock { $0 = data }
    }
    var errors = Data()
    var isSent = false
    while true {
      let data = stderr.fileHandleForReading.availableData
      if data.isEmpty { break }
      errors += data
      if let signal, !isSent, String(decoding: errors, as: UTF8.self).contains(signal.after) {
        kill(identifier, signal.number)
        isSent = true
      }
    }
    reading.wait()
    process.waitUntilExit()
    guard !timedOut.load(ordering: .relaxed) else {
      throw Failure(description: "\(arguments) did not end within \(timeout) s")
    }
    self.output = String(decoding: output.withLock { $0 }, as: UTF8.self)
    self.errors = String(decoding: errors, as: UTF8.self)
    status =
      process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
  }

  /// Runs `body` with all signals let through: threads of Dispatch block them, and a child takes that over.
  private static func withoutBlockedSignals(_ body: () throws -> Void) rethrows {
    var (none, before) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
  }
}
