#!/usr/bin/env bash
# tools/install.sh [build|test|bench]
#
# Installs the system packages that building (the default), testing or benchmarking takes and that
# are not there yet. Says nothing, and needs neither network nor root, when all of them are.
set -euo pipefail

folder=$(dirname "$0")
purpose=${1:-build}

fail() {
    printf 'tools/install.sh: ' >&2
    printf '%s\n' "$@" >&2
    exit 1
}

case $purpose in
    build) lists=("$folder/packages.debian.txt") ;;
    test | bench) lists=("$folder/packages.debian.txt" "$folder/packages.$purpose.debian.txt") ;;
    *)
        printf 'usage: tools/install.sh [build|test|bench]\n' >&2
        exit 2
        ;;
esac

command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || fail \
    "this system has no apt, and callfold's packages are named for Debian 12." \
    "Install what ${lists[*]} name, then build with: cmake --preset release && cmake --build --preset release"

wanted=()
while read -r package satisfied_by _; do
    [[ -z $package || $package == \#* ]] && continue
    [[ -n $satisfied_by ]] && command -v "$satisfied_by" >/dev/null && continue
    wanted+=("$package")
done <<< "$(cat "${lists[@]}")"

# dpkg-query fails when it has never heard of one of the packages; what it prints is right all the same.
declare -A installed=()
while read -r package state; do
    [[ $state == installed ]] && installed[$package]=yes
done <<< "$(dpkg-query --show --showformat='${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null || true)"

missing=()
for package in "${wanted[@]}"; do
    [[ -n ${installed[$package]:-} ]] || missing+=("$package")
done
[[ ${#missing[@]} -eq 0 ]] && exit 0

printf 'To %s callfold, %d system packages are missing: %s\n' "$purpose" "${#missing[@]}" "${missing[*]}"

as_root=()
if [[ $(id -u) -ne 0 ]]; then
    by_hand="apt-get update && apt-get install --yes --no-install-recommends ${missing[*]}"
    command -v sudo >/dev/null || fail \
        "installing them takes root, and there is no sudo here. Run this as root, then repeat your command:" \
        "  $by_hand"
    [[ -t 0 ]] || sudo --non-interactive true 2>/dev/null || fail \
        "installing them takes root, and sudo asks for a password that nobody is here to type." \
        "Run this as root, then repeat your command:" "  $by_hand"
    as_root=(sudo)
fi

if [[ -t 1 ]]; then
    apt_get=(apt-get --option Dpkg::Progress-Fancy=1)
else
    apt_get=(apt-get --quiet --option Dpkg::Use-Pty=0)
fi

run_apt() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive "${apt_get[@]}" "$@"
}
install_missing() {
    run_apt install --yes --no-install-recommends "${missing[@]}"
}
# The package lists are fetched only when the ones that are here do not know a package, or point to
# files that the mirror no longer has.
all_known() {
    [[ $(apt-cache show --no-all-versions "${missing[@]}" 2>/dev/null | grep --count '^Package:') -ge ${#missing[@]} ]]
}

if all_known; then
    install_missing || { run_apt update && install_missing; } || fail "apt-get could not install them; its message is above."
else
    run_apt update || fail "apt-get update failed; its message is above. Is the network there?"
    install_missing || fail "apt-get could not install them; its message is above."
fi
