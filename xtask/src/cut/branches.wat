;; Functions that branch in all the ways that a compiler makes them. Each takes a number.
(module
  (type $unary (func (param i32) (result i32)))
  (import "script" "__wbg_restNow_1" (func $load))
  (import "script" "twice" (func $twice (type $unary)))
  (memory (export "memory") 1)
  (table $functions 4 funcref)
  (table $others 2 externref)
  (global $depth (mut i32) (i32.const 0))
  (global $limit i32 (i32.const 9))
  (elem (table $functions) (i32.const 1) func $early $helper $twice)
  (data (i32.const 0) "some text that is looked through")

  ;; Returns from the middle of a branch.
  (func $early (export "early") (type $unary)
    (if (i32.lt_s (local.get 0) (i32.const 0))
      (then
        (global.set $depth (i32.add (global.get $depth) (i32.const 1)))
        (i32.store (i32.const 100) (i32.add (i32.load (i32.const 100)) (i32.const 3)))
        (return (i32.sub (i32.const 0) (i32.mul (local.get 0) (i32.const 3))))))
    (if (i32.gt_s (local.get 0) (i32.const 5))
      (then
        (i32.store (i32.const 104) (i32.add (i32.load (i32.const 104)) (i32.const 5)))
        (local.set 0 (call $helper (i32.add (local.get 0) (i32.const 1)))))
      (else
        (i32.store (i32.const 108) (i32.add (i32.load (i32.const 108)) (i32.const 7)))
        (i32.store (i32.const 112) (i32.sub (i32.load (i32.const 112)) (i32.const 7)))))
    (i32.add (local.get 0) (global.get $depth)))

  (func (export "rest_needed") (call $load))

  ;; A value that only a rare branch keeps from one turn of a loop to the next; nothing but the number of turns says that it is there.
  (func (export "kept") (type $unary)
    (local $turn i32) (local $found i32) (local $value i32) (local $sum i32)
    (loop $turns
      (block $next
        (br_if $next (i32.ne (i32.rem_u (local.get $turn) (i32.const 3)) (i32.const 1)))
        (if (i32.eqz (local.get $found))
          (then
            (local.set $value (i32.add (local.get 0) (i32.const 40)))
            (local.set $found (i32.const 1)))
          (else
            (local.set $value (i32.add (local.get $value) (i32.const 1)))))
        (i32.store (i32.add (i32.const 120) (i32.mul (local.get $turn) (i32.const 4))) (local.get $value))
        (local.set $sum (i32.add (local.get $sum) (local.get $value))))
      (local.set $turn (i32.add (local.get $turn) (i32.const 1)))
      (br_if $turns (i32.lt_u (local.get $turn) (i32.const 8))))
    (local.get $sum))

  ;; A table of ways, some of them out of several blocks, one back to a loop.
  (func (export "table") (type $unary)
    (local $turns i32) (local $out i32)
    (loop $again
      (local.set $turns (i32.add (local.get $turns) (i32.const 1)))
      (if (i32.gt_s (local.get $turns) (i32.const 6))
        (then (return (local.get $out))))
      (block $done
        (block $three
          (block $two
            (block $one
              (block $zero
                (br_table $zero $one $two $three $again $done (local.get 0)))
              (local.set $out (i32.add (local.get $out) (i32.const 50)))
              (local.set 0 (i32.const 3))
              (br_if $again (i32.lt_s (local.get $turns) (i32.const 4)))
              (return (i32.mul (local.get $out) (local.get $turns))))
            (local.set $out (i32.add (local.get $out) (i32.const 60)))
            (i32.store (i32.const 160) (local.get $out))
            (local.set 0 (i32.add (local.get 0) (i32.const 2)))
            (br $again))
          (local.set $out (i32.add (local.get $out) (i32.const 70)))
          (local.set $out (i32.add (local.get $out) (local.get $turns)))
          (local.set $out (i32.add (local.get $out) (local.get $turns)))
          (br $done))
        (local.set $out (i32.add (local.get $out) (call $twice (i32.add (local.get $turns) (i32.const 80)))))
        (i32.store (i32.const 164) (i32.add (local.get $out) (i32.load (i32.const 164))))
        (br_if $done (i32.gt_s (local.get $turns) (i32.const 2)))
        (return (i32.add (local.get $out) (i32.const 1000))))
      (if (i32.eq (local.get 0) (i32.const 4))
        (then
          (local.set 0 (i32.const 9))
          (br $again))))
    (local.get $out))

  ;; Nothing comes back, and some of it traps.
  (func (export "nothing") (param i32)
    (local $left i64)
    (block $out
      (br_if $out (i32.lt_s (local.get 0) (i32.const 2)))
      (local.set $left (i64.extend_i32_s (local.get 0)))
      (loop $down
        (i64.store (i32.const 168) (i64.add (i64.load (i32.const 168)) (local.get $left)))
        (local.set $left (i64.sub (local.get $left) (i64.const 2)))
        (br_if $down (i64.gt_s (local.get $left) (i64.const 0))))
      (br_if $out (i32.lt_s (local.get 0) (i32.const 8)))
      (if (i32.eq (local.get 0) (i32.const 10))
        (then
          (i32.store (i32.const 180) (local.get 0))
          (i32.store (i32.const 184) (i32.const 77))
          (unreachable)))
      (drop (i32.div_s (local.get 0) (i32.sub (local.get 0) (global.get $limit))))))

  ;; Values stay on the stack around a branch.
  (func (export "sum") (type $unary)
    (local $half i32)
    (i32.add
      (i32.mul (local.get 0) (i32.const 5))
      (if (result i32) (i32.and (local.get 0) (i32.const 1))
        (then
          (local.set $half (i32.div_s (local.get 0) (i32.const 2)))
          (i32.store (i32.const 188) (local.get $half))
          (call $helper (local.get $half)))
        (else
          (block $small (result i32)
            (drop (br_if $small (i32.const -7) (i32.lt_s (local.get 0) (i32.const 4))))
            (i32.store (i32.const 192) (local.get 0))
            (i32.add (call $helper (i32.const 4)) (local.get $half)))))))

  ;; It calls itself, and others of its kind.
  (func $deep (export "deep") (type $unary)
    (if (i32.le_s (local.get 0) (i32.const 0))
      (then (return (i32.const 1))))
    (if (i32.eq (local.get 0) (i32.const 7))
      (then
        (i32.store (i32.const 196) (i32.add (i32.load (i32.const 196)) (i32.const 1)))
        (return (call $wide (i32.sub (local.get 0) (i32.const 3))))))
    (i32.add (call $deep (i32.sub (local.get 0) (i32.const 1))) (call $deep (i32.sub (local.get 0) (i32.const 4)))))

  ;; Locals of every type, set in a branch and read behind it.
  (func $wide (export "wide") (type $unary)
    (local $a i64) (local $b f32) (local $c f64) (local $d i32) (local $e i64)
    (local.set $e (i64.const 11))
    (block $out
      (block $odd
        (br_if $odd (i32.and (local.get 0) (i32.const 1)))
        (local.set $a (i64.mul (i64.extend_i32_s (local.get 0)) (i64.const 100)))
        (local.set $b (f32.convert_i32_s (local.get 0)))
        (local.set $c (f64.promote_f32 (local.get $b)))
        (br $out))
      (local.set $c (f64.mul (f64.convert_i32_s (local.get 0)) (f64.const 1.5)))
      (local.set $d (i32.trunc_sat_f64_s (local.get $c)))
      (local.set $e (i64.add (local.get $e) (i64.extend_i32_s (local.get $d))))
      (br_if $out (i32.lt_s (local.get $d) (i32.const 9)))
      (local.set $a (i64.const 5))
      (local.set $b (f32.const 2.5)))
    (i32.add
      (i32.add (i32.wrap_i64 (local.get $a)) (i32.trunc_sat_f32_s (local.get $b)))
      (i32.add (i32.add (local.get $d) (i32.wrap_i64 (local.get $e))) (i32.trunc_sat_f64_s (local.get $c)))))

  (func $helper (type $unary)
    (local $square i32)
    (local.set $square (i32.mul (local.get 0) (local.get 0)))
    (if (i32.gt_s (local.get $square) (i32.const 20))
      (then
        (i32.store (i32.const 200) (local.get $square))
        (local.set $square (i32.sub (local.get $square) (i32.load8_u (local.get 0))))
        (i32.store (i32.const 204) (i32.add (local.get $square) (i32.load (i32.const 204))))))
    (i32.add (local.get $square) (i32.const 2)))

  ;; Calls what a table points at.
  (func (export "pointed") (type $unary)
    (if (i32.gt_u (local.get 0) (i32.const 8))
      (then
        (i32.store (i32.const 208) (local.get 0))
        (return (call_indirect $functions (type $unary) (local.get 0) (i32.const 3)))))
    (call_indirect $functions (type $unary)
      (local.get 0)
      (i32.add (i32.const 1) (i32.and (local.get 0) (i32.const 1)))))

  ;; Looks through the text for a letter that is seldom there.
  (func (export "text") (type $unary)
    (local $at i32) (local $letter i32) (local $seen i32) (local $begin i32)
    (local.set $at (local.get 0))
    (block $end
      (loop $letters
        (br_if $end (i32.gt_s (local.get $at) (i32.const 31)))
        (local.set $letter (i32.load8_u (i32.and (local.get $at) (i32.const 31))))
        (block $other
          (br_if $other (i32.ne (local.get $letter) (i32.const 116)))
          (if (i32.eqz (local.get $seen))
            (then (local.set $begin (local.get $at))))
          (local.set $seen (i32.add (local.get $seen) (i32.const 1)))
          (br_if $end (i32.eq (local.get $seen) (i32.const 4)))
          (local.set $at (i32.add (local.get $at) (i32.const 2)))
          (br $letters))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $letters)))
    (i32.add (i32.mul (local.get $seen) (i32.const 1000)) (i32.add (local.get $at) (local.get $begin)))))
