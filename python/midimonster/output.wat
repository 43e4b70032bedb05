;; midimonster.output() as a built-in function of CPython: the same as its twin in api.py, ten times as quick.
;;
;; Everything that is out of the ordinary (a wrong number of arguments, a name that is no plain str or no channel, NaN, outputs
;; that are staged) is left to the twin, so that each rule stands in one place. Offsets into objects are those of CPython 3.14
;; on wasm32; the self-test at boot (fastOutput.ts) falls back to the twin when anything differs.
(module
  (import "env" "memory" (memory 1))
  (import "env" "table" (table 1 funcref))
  (import "python" "PyFloat_AsDouble" (func $asDouble (param i32) (result f64)))
  (import "python" "PyErr_Occurred" (func $errorOccurred (result i32)))
  (import "python" "PyDict_GetItemWithError" (func $dictGet (param i32 i32) (result i32)))
  (import "python" "PyLong_AsLong" (func $asLong (param i32) (result i32)))
  (import "python" "PyObject_Vectorcall" (func $call (param i32 i32 i32 i32) (result i32)))
  (import "python" "Py_IncRef" (func $retain (param i32)))
  (import "python" "Py_DecRef" (func $release (param i32)))
  ;; Takes what is collected into the ring.
  (import "host" "flush" (func $flush))
  ;; Where the built-in's function pointer goes in the table.
  (import "address" "tableIndex" (global $tableIndex i32))
  (import "address" "none" (global $none i32))
  (import "address" "floatType" (global $floatType i32))
  (import "address" "strType" (global $strType i32))
  ;; The dict `slots`, and the twin.
  (import "address" "slots" (global $slots i32))
  (import "address" "twin" (global $twin i32))
  ;; Int32 words of state.py: number of collected outputs, is staging, address of the last outputs per slot.
  (import "address" "control" (global $control i32))
  (import "address" "outputSlots" (global $outputSlots i32))
  (import "address" "outputValues" (global $outputValues i32))
  (import "address" "capacity" (global $capacity i32))
  ;; 64 pairs of Int32: a name that was looked up lately (owned), and its slot.
  (import "address" "cache" (global $cache i32))

  (elem (global.get $tableIndex) func $output)

  ;; Slot of a name, or -1 when it is no channel.
  (func $slotOf (param $name i32) (result i32)
    (local $entry i32) (local $number i32) (local $slot i32) (local $previous i32)
    (local.set $entry
      (i32.add (global.get $cache) (i32.and (i32.shr_u (local.get $name) (i32.const 1)) (i32.const 0x1f8))))
    (if (i32.eq (i32.load (local.get $entry)) (local.get $name))
      (then (return (i32.load offset=4 (local.get $entry)))))
    (local.set $number (call $dictGet (global.get $slots) (local.get $name)))
    (if (i32.eqz (local.get $number)) (then (return (i32.const -1))))
    (local.set $slot (call $asLong (local.get $number)))
    (local.set $previous (i32.load (local.get $entry)))
    (call $retain (local.get $name))
    (i32.store (local.get $entry) (local.get $name))
    (i32.store offset=4 (local.get $entry) (local.get $slot))
    (if (local.get $previous) (then (call $release (local.get $previous))))
    (local.get $slot))

  ;; METH_FASTCALL: module, arguments, number of arguments.
  (func $output (param $module i32) (param $arguments i32) (param $number i32) (result i32)
    (local $name i32) (local $object i32) (local $slot i32) (local $value f64) (local $count i32)
    (block $unusual
      (br_if $unusual (i32.ne (local.get $number) (i32.const 2)))
      (br_if $unusual (i32.load offset=4 (global.get $control)))
      (local.set $name (i32.load (local.get $arguments)))
      (br_if $unusual (i32.ne (i32.load offset=4 (local.get $name)) (global.get $strType)))
      (local.set $slot (call $slotOf (local.get $name)))
      (br_if $unusual (i32.lt_s (local.get $slot) (i32.const 0)))
      (local.set $object (i32.load offset=4 (local.get $arguments)))
      (if (i32.eq (i32.load offset=4 (local.get $object)) (global.get $floatType))
        (then (local.set $value (f64.load offset=8 (local.get $object))))
        (else
          (local.set $value (call $asDouble (local.get $object)))
          (if (f64.eq (local.get $value) (f64.const -1))
            (then (if (call $errorOccurred) (then (return (i32.const 0))))))))
      (br_if $unusual (f64.ne (local.get $value) (local.get $value)))
      ;; The maximum of -0 and 0 is 0.
      (local.set $value (f64.min (f64.max (local.get $value) (f64.const 0)) (f64.const 1)))
      (f64.store
        (i32.add (i32.load offset=8 (global.get $control)) (i32.shl (local.get $slot) (i32.const 3)))
        (local.get $value))
      (local.set $count (i32.load (global.get $control)))
      (i32.store (i32.add (global.get $outputSlots) (i32.shl (local.get $count) (i32.const 2))) (local.get $slot))
      (f64.store (i32.add (global.get $outputValues) (i32.shl (local.get $count) (i32.const 3))) (local.get $value))
      (local.set $count (i32.add (local.get $count) (i32.const 1)))
      (i32.store (global.get $control) (local.get $count))
      (if (i32.eq (local.get $count) (global.get $capacity)) (then (call $flush)))
      ;; None is immortal: no reference to count.
      (return (global.get $none)))
    (call $call (global.get $twin) (local.get $arguments) (local.get $number) (i32.const 0)))

  ;; The dict has changed.
  (func (export "forgetNames") (local $entry i32) (local $name i32)
    (local.set $entry (i32.const 0))
    (loop $next
      (local.set $name (i32.load (i32.add (global.get $cache) (local.get $entry))))
      (i32.store (i32.add (global.get $cache) (local.get $entry)) (i32.const 0))
      (if (local.get $name) (then (call $release (local.get $name))))
      (local.set $entry (i32.add (local.get $entry) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $entry) (i32.const 512))))))
