; The Windows installer: for one person, without an administrator, with an uninstaller.
;
; Compile:  makensis -INPUTCHARSET UTF8 -DVERSION=0.1.0 -DPAYLOAD=folder -DICON=tunedesk.ico -DOUTFILE=tunedesk-setup.exe tunedesk.nsi
; PAYLOAD is the folder that packaging/windows/build.py makes on a Windows computer (its Python, the libraries, TuneDesk).
; Silent: tunedesk-setup.exe /S [/D=C:\folder]     uninstall silently: uninstall.exe /S
; The campaign `packages` compiles this script on Linux with a payload of one file; what it makes of a real one has not
; been run on Windows yet.

Unicode true
!ifndef VERSION
  !error "VERSION is missing: -DVERSION=1.2.3"
!endif
!ifndef PAYLOAD
  !error "PAYLOAD is missing: the folder that packaging/windows/build.py made"
!endif
!ifndef OUTFILE
  !define OUTFILE "tunedesk-${VERSION}-setup.exe"
!endif

!include "MUI2.nsh"
!include "FileFunc.nsh"

Name "TuneDesk"
OutFile "${OUTFILE}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\TuneDesk"
InstallDirRegKey HKCU "Software\TuneDesk" "InstallDir"
SetCompressor /SOLID lzma
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "TuneDesk"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "TuneDesk setup"
VIAddVersionKey "LegalCopyright" "MIT licence, the TuneDesk authors"

!ifdef ICON
  !define MUI_ICON "${ICON}"
  !define MUI_UNICON "${ICON}"
!endif
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION StartTuneDesk
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "../../LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
!insertmacro MUI_LANGUAGE "Spanish"

LangString RUNNING ${LANG_ENGLISH} "TuneDesk is still running. Close it (a training in the background ends a minute later), then try again."
LangString RUNNING ${LANG_GERMAN} "TuneDesk läuft noch. Schließen Sie es (ein Training im Hintergrund endet eine Minute später), dann versuchen Sie es noch einmal."
LangString RUNNING ${LANG_SPANISH} "TuneDesk todavía está abierto. Ciérrelo (un entrenamiento en segundo plano termina un minuto después) e inténtelo de nuevo."
LangString PROJECT ${LANG_ENGLISH} "TuneDesk project"
LangString PROJECT ${LANG_GERMAN} "TuneDesk-Projekt"
LangString PROJECT ${LANG_SPANISH} "Proyecto de TuneDesk"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\TuneDesk"
!define KIND "TuneDesk.Project"

Function StartTuneDesk
  ExecShell "" "$SMPROGRAMS\TuneDesk.lnk"
FunctionEnd

; A program that runs holds its files: it is said, and nothing is half replaced.
!macro MUST_NOT_RUN un
Function ${un}MustNotRun
  IfFileExists "$INSTDIR\python\pythonw.exe" 0 free
  again:
  ClearErrors
  FileOpen $0 "$INSTDIR\python\pythonw.exe" a
  IfErrors 0 closed
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDRETRY again
  SetErrorLevel 2
  Quit
  closed:
  FileClose $0
  free:
FunctionEnd
!macroend
!insertmacro MUST_NOT_RUN ""
!insertmacro MUST_NOT_RUN "un."

Section "TuneDesk"
  Call MustNotRun
  ; What an older version left behind goes; projects and settings lie elsewhere and are never touched.
  RMDir /r "$INSTDIR\python"
  SetOutPath "$INSTDIR"
  File /r "${PAYLOAD}/*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\TuneDesk.lnk" "$INSTDIR\python\pythonw.exe" "-P -s -m desktop_app" "$INSTDIR\tunedesk.ico"
  WriteRegStr HKCU "Software\TuneDesk" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "Software\Classes\.tunedesk" "" "${KIND}"
  WriteRegStr HKCU "Software\Classes\${KIND}" "" "$(PROJECT)"
  WriteRegStr HKCU "Software\Classes\${KIND}\DefaultIcon" "" "$INSTDIR\tunedesk.ico"
  WriteRegStr HKCU "Software\Classes\${KIND}\shell\open\command" "" '"$INSTDIR\python\pythonw.exe" -P -s -m desktop_app "%1"'
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "TuneDesk"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\tunedesk.ico"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The TuneDesk authors"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  Call un.MustNotRun
  Delete "$SMPROGRAMS\TuneDesk.lnk"
  RMDir /r "$INSTDIR\python"
  Delete "$INSTDIR\tunedesk.ico"
  Delete "$INSTDIR\LICENCES.txt"
  Delete "$INSTDIR\sbom.cdx.json"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\TuneDesk"
  DeleteRegKey HKCU "Software\Classes\.tunedesk"
  DeleteRegKey HKCU "Software\Classes\${KIND}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
