import CFuzzing
import Glibc

// visionprep-fuzz TARGET [flags of libFuzzer] [corpus folders or files]
//
// tools/fuzz builds and runs this; by hand it runs a finding again: visionprep-fuzz jpeg FILE

let names = FuzzTarget.all.keys.sorted().joined(separator: " ")
guard CommandLine.arguments.count > 1, let target = FuzzTarget.all[CommandLine.arguments[1]] else {
  print("usage: visionprep-fuzz TARGET [flags of libFuzzer] [corpus folders or files]\ntargets: \(names)")
  exit(64)
}
chosen = target

if CommandLine.arguments.count == 4, CommandLine.arguments[2] == "--seeds" {
  for (index, seed) in target.seeds().enumerated() { write(seed, to: "\(CommandLine.arguments[3])/seed-\(index)") }
  exit(0)
}

// libFuzzer reads all of its arguments, so the target's name is taken out.
var words = CommandLine.arguments
words.remove(at: 1)
var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
var count = CInt(words.count)
let code = arguments.withUnsafeMutableBufferPointer { buffer in
  var list = buffer.baseAddress
  return LLVMFuzzerRunDriver(&count, &list) { bytes, size in
    Notes.begin()
    chosen.run(Array(UnsafeBufferPointer(start: bytes, count: size)))
    Notes.requireSilence()
    return 0
  }
}
exit(code)
