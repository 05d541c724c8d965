<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>TuneDesk {0}</source>
        <translation>TuneDesk {0}</translation>
    </message>
    <message>
        <source>TuneDesk teaches a language model from your own spreadsheet, on your own computer.</source>
        <translation>TuneDesk bringt einem Sprachmodell bei, was in Ihrer Tabelle steht, auf Ihrem eigenen Computer.</translation>
    </message>
    <message>
        <source>TuneDesk is free software under the MIT licence.</source>
        <translation>TuneDesk ist freie Software unter der MIT-Lizenz.</translation>
    </message>
    <message>
        <source>Windows and controls: Qt and PySide, under the GNU Lesser General Public License 3.</source>
        <translation>Fenster und Bedienelemente: Qt und PySide, unter der GNU Lesser General Public License 3.</translation>
    </message>
    <message>
        <source>Letters: Inter, under the SIL Open Font License 1.1 (below).</source>
        <translation>Schrift: Inter, unter der SIL Open Font License 1.1 (unten).</translation>
    </message>
    <message>
        <source>Icons: Lucide, under the ISC licence (below).</source>
        <translation>Symbole: Lucide, unter der ISC-Lizenz (unten).</translation>
    </message>
    <message>
        <source>Word lists for counting tokens: tiktoken, under the MIT licence (below).</source>
        <translation>Wortlisten zum Zählen der Token: tiktoken, unter der MIT-Lizenz (unten).</translation>
    </message>
    <message>
        <source>What the window is made of, with the licences:</source>
        <translation>Woraus das Fenster besteht, mit den Lizenzen:</translation>
    </message>
    <message>
        <source>What trains and answers on this computer:</source>
        <translation>Was auf diesem Computer trainiert und antwortet:</translation>
    </message>
    <message>
        <source>What is used where you have installed it yourself:</source>
        <translation>Was benutzt wird, wo Sie es selbst installiert haben:</translation>
    </message>
    <message>
        <source>All licences in full: {0}</source>
        <translation>Alle Lizenzen im Wortlaut: {0}</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>&amp;Gehe zu</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Open a sample: Superheroes</source>
        <translation>Ein Beispiel öffnen: Superhelden</translation>
    </message>
    <message>
        <source>Open a sample: Support tickets</source>
        <translation>Ein Beispiel öffnen: Briefe an den Kundendienst</translation>
    </message>
    <message>
        <source>Open a sample: Marv, who sighs</source>
        <translation>Ein Beispiel öffnen: Marv, der seufzt</translation>
    </message>
    <message>
        <source>Open a file with rows…</source>
        <translation>Datei mit Zeilen öffnen…</translation>
    </message>
    <message>
        <source>Paste a table</source>
        <translation>Tabelle einfügen</translation>
    </message>
    <message>
        <source>Open a project…</source>
        <translation>Projekt öffnen…</translation>
    </message>
    <message>
        <source>Bring my models home…</source>
        <translation>Meine Modelle nach Hause holen…</translation>
    </message>
    <message>
        <source>Save a copy…</source>
        <translation>Kopie speichern…</translation>
    </message>
    <message>
        <source>Backups…</source>
        <translation>Sicherungen…</translation>
    </message>
    <message>
        <source>Pack with models…</source>
        <translation>Mit Modellen packen…</translation>
    </message>
    <message>
        <source>Export the rows…</source>
        <translation>Zeilen exportieren…</translation>
    </message>
    <message>
        <source>Close the project</source>
        <translation>Projekt schließen</translation>
    </message>
    <message>
        <source>Set up training on this computer…</source>
        <translation>Training auf diesem Computer einrichten…</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>History…</source>
        <translation>Verlauf…</translation>
    </message>
    <message>
        <source>Review row by row</source>
        <translation>Zeile für Zeile durchsehen</translation>
    </message>
    <message>
        <source>Compare rows that are alike</source>
        <translation>Ähnliche Zeilen vergleichen</translation>
    </message>
    <message>
        <source>Compare with what a model learned</source>
        <translation>Mit dem vergleichen, was ein Modell gelernt hat</translation>
    </message>
    <message>
        <source>Rework rows with a model…</source>
        <translation>Zeilen mit einem Modell überarbeiten…</translation>
    </message>
    <message>
        <source>Find rows like this one</source>
        <translation>Ähnliche Zeilen wie diese finden</translation>
    </message>
    <message>
        <source>Which trainings saw this row…</source>
        <translation>Welche Trainings diese Zeile sahen…</translation>
    </message>
    <message>
        <source>All actions…</source>
        <translation>Alle Aktionen…</translation>
    </message>
    <message>
        <source>Appearance like the system</source>
        <translation>Aussehen wie das System</translation>
    </message>
    <message>
        <source>Light appearance</source>
        <translation>Helles Aussehen</translation>
    </message>
    <message>
        <source>Dark appearance</source>
        <translation>Dunkles Aussehen</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Text größer</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Text kleiner</translation>
    </message>
    <message>
        <source>Text at 100 %</source>
        <translation>Text auf 100 %</translation>
    </message>
    <message>
        <source>Check, convert or divide the rows…</source>
        <translation>Zeilen prüfen, umwandeln oder aufteilen…</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>Help: what the words mean</source>
        <translation>Hilfe: was die Wörter bedeuten</translation>
    </message>
    <message>
        <source>What needs the internet</source>
        <translation>Was das Internet braucht</translation>
    </message>
    <message>
        <source>Fine-tuning or embeddings?</source>
        <translation>Feinabstimmung oder Einbettungen?</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Look for a newer TuneDesk…</source>
        <translation>Nach einem neueren TuneDesk suchen…</translation>
    </message>
    <message>
        <source>Report a problem…</source>
        <translation>Problem melden…</translation>
    </message>
    <message>
        <source>About TuneDesk and its licences</source>
        <translation>Über TuneDesk und seine Lizenzen</translation>
    </message>
    <message>
        <source>import, add rows, new project, CSV, Excel, JSON, spreadsheet</source>
        <translation>importieren, Zeilen hinzufügen, neues Projekt, CSV, Excel, JSON, Tabelle</translation>
    </message>
    <message>
        <source>import, clipboard</source>
        <translation>importieren, Zwischenablage</translation>
    </message>
    <message>
        <source>rescue, download</source>
        <translation>retten, herunterladen</translation>
    </message>
    <message>
        <source>backup, duplicate</source>
        <translation>Sicherung, duplizieren</translation>
    </message>
    <message>
        <source>restore, bring back, earlier days</source>
        <translation>wiederherstellen, zurückholen, frühere Tage, Backup</translation>
    </message>
    <message>
        <source>backup, archive, another computer</source>
        <translation>Sicherung, Archiv, anderer Rechner</translation>
    </message>
    <message>
        <source>save as CSV, Excel, JSONL, dataset</source>
        <translation>speichern als CSV, Excel, JSONL, Datensatz</translation>
    </message>
    <message>
        <source>install, repair or remove the engine</source>
        <translation>installieren, reparieren, entfernen</translation>
    </message>
    <message>
        <source>settings, options, language, providers, keys, network, proxy</source>
        <translation>Optionen, Sprache, Anbieter, Schlüssel, Netzwerk, Proxy</translation>
    </message>
    <message>
        <source>exit, close the program</source>
        <translation>Programm schließen</translation>
    </message>
    <message>
        <source>earlier changes, versions</source>
        <translation>frühere Änderungen, Versionen</translation>
    </message>
    <message>
        <source>check-up, repair, chat, split, validation, test, system prompt</source>
        <translation>Durchsicht, reparieren, Chat, aufteilen, Validierung, Test, Systemprompt</translation>
    </message>
    <message>
        <source>duplicates</source>
        <translation>doppelte, Duplikate</translation>
    </message>
    <message>
        <source>generate, improve, translate</source>
        <translation>erzeugen, verbessern, übersetzen</translation>
    </message>
    <message>
        <source>zoom, font size</source>
        <translation>Zoom, Schriftgröße</translation>
    </message>
    <message>
        <source>theme, bright</source>
        <translation>Design, Farben, Tag</translation>
    </message>
    <message>
        <source>theme, night</source>
        <translation>Design, Farben, Nacht</translation>
    </message>
    <message>
        <source>theme</source>
        <translation>Design, Farben</translation>
    </message>
    <message>
        <source>tutorial, tour</source>
        <translation>Einführung, Rundgang</translation>
    </message>
    <message>
        <source>glossary, manual</source>
        <translation>Glossar, Handbuch</translation>
    </message>
    <message>
        <source>hotkeys</source>
        <translation>Tastenkürzel, Kurzbefehle</translation>
    </message>
    <message>
        <source>update, version</source>
        <translation>Update, Aktualisierung</translation>
    </message>
    <message>
        <source>bug, error, support</source>
        <translation>Fehler, Hilfe, Unterstützung</translation>
    </message>
</context>
<context>
    <name>Acts</name>
    <message>
        <source>Make 1 row</source>
        <translation>1 Zeile erzeugen</translation>
    </message>
    <message>
        <source>Make {0} rows</source>
        <translation>{0} Zeilen erzeugen</translation>
    </message>
    <message>
        <source>Write 1 grade</source>
        <translation>1 Note eintragen</translation>
    </message>
    <message>
        <source>Write {0} grades</source>
        <translation>{0} Noten eintragen</translation>
    </message>
    <message>
        <source>Take over 1 answer</source>
        <translation>1 Antwort übernehmen</translation>
    </message>
    <message>
        <source>Take over {0} answers</source>
        <translation>{0} Antworten übernehmen</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>Save the answers</source>
        <translation>Antworten speichern</translation>
    </message>
    <message>
        <source>The answers are written: {0}</source>
        <translation>Die Antworten sind gespeichert: {0}</translation>
    </message>
</context>
<context>
    <name>AddForm</name>
    <message>
        <source>Add this provider</source>
        <translation>Anbieter hinzufügen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>What you call it; two accounts need two names.</source>
        <translation>Wie Sie ihn nennen; zwei Konten brauchen zwei Namen.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>For example {0}; it often ends with /v1.</source>
        <translation>Zum Beispiel {0}; oft steht am Ende /v1.</translation>
    </message>
    <message>
        <source>For example {0}. It stands in the address: {1}</source>
        <translation>Zum Beispiel {0}. Zu finden in der Adresse: {1}</translation>
    </message>
</context>
<context>
    <name>Adding</name>
    <message>
        <source>Use a folder…</source>
        <translation>Ordner verwenden…</translation>
    </message>
    <message>
        <source>Use a GGUF file…</source>
        <translation>GGUF-Datei verwenden…</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>A folder with a model (config.json, tokenizer.json and weights as safetensors) is used where it lies; a GGUF file is converted once. You can also drop either of them on this page.</source>
        <translation>Ein Ordner mit einem Modell (config.json, tokenizer.json und Gewichte als safetensors) wird dort verwendet, wo er liegt; eine GGUF-Datei wird einmal umgewandelt. Beides lässt sich auch auf diese Seite ziehen.</translation>
    </message>
    <message>
        <source>Its name as it stands on {0}. What it is and under which licence is shown first; what comes is compared with the checksums its server names. Models that bring program code are not taken.</source>
        <translation>Der Name, wie er auf {0} steht. Zuerst wird gezeigt, was für ein Modell es ist und unter welcher Lizenz es steht; was ankommt, wird mit den Prüfsummen verglichen, die der Server nennt. Modelle, die Programmcode mitbringen, werden nicht angenommen.</translation>
    </message>
    <message>
        <source>Bring another model</source>
        <translation>Anderes Modell mitbringen</translation>
    </message>
    <message>
        <source>A model of the hub</source>
        <translation>Ein Modell vom Hub</translation>
    </message>
    <message>
        <source>Looking at {0}…</source>
        <translation>{0} wird angesehen…</translation>
    </message>
    <message>
        <source>Asking what {0} is…</source>
        <translation>{0} wird nachgeschlagen…</translation>
    </message>
    <message>
        <source>{0} can be used now. It stays where it lies.</source>
        <translation>{0} kann jetzt verwendet werden. Es bleibt, wo es liegt.</translation>
    </message>
    <message>
        <source>{0} is being converted; see below how far it is.</source>
        <translation>{0} wird umgewandelt; unten steht, wie weit es ist.</translation>
    </message>
    <message>
        <source>it names none; look at its page before you use it</source>
        <translation>keine angegeben; sehen Sie auf der Seite des Modells nach, bevor Sie es verwenden</translation>
    </message>
    <message>
        <source>{0}: {1} to fetch. Licence: {2}.</source>
        <translation>{0}: {1} zu holen. Lizenz: {2}.</translation>
    </message>
    <message>
        <source>Its makers want you to agree to that licence on its page first.</source>
        <translation>Die Hersteller möchten, dass Sie der Lizenz zuerst auf der Seite des Modells zustimmen.</translation>
    </message>
    <message>
        <source>Use a folder with a model</source>
        <translation>Ordner mit einem Modell verwenden</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>Modelle (*.gguf)</translation>
    </message>
    <message>
        <source>Use a GGUF file</source>
        <translation>GGUF-Datei verwenden</translation>
    </message>
</context>
<context>
    <name>AdvicePage</name>
    <message>
        <source>Does my task want fine-tuning or embeddings?</source>
        <translation>Braucht meine Aufgabe Feinabstimmung oder Einbettungen?</translation>
    </message>
    <message>
        <source>Answer what you know; the advice changes with each answer. Nothing leaves this computer.</source>
        <translation>Beantworten Sie, was Sie wissen; der Rat ändert sich mit jeder Antwort. Nichts verlässt diesen Computer.</translation>
    </message>
    <message>
        <source>What shall come out?</source>
        <translation>Was soll herauskommen?</translation>
    </message>
    <message>
        <source>A text in a certain style or form</source>
        <translation>Ein Text in einem bestimmten Stil oder einer Form</translation>
    </message>
    <message>
        <source>One label from a list</source>
        <translation>Eine Klasse aus einer Liste</translation>
    </message>
    <message>
        <source>Those of my texts that fit best</source>
        <translation>Diejenigen meiner Texte, die am besten passen</translation>
    </message>
    <message>
        <source>Must the answer hold facts that change or stand in your documents?</source>
        <translation>Muss die Antwort Tatsachen enthalten, die sich ändern oder in Ihren Dokumenten stehen?</translation>
    </message>
    <message>
        <source>Do new labels come often, or are there more than about fifty?</source>
        <translation>Kommen oft neue Klassen hinzu, oder sind es mehr als etwa fünfzig?</translation>
    </message>
    <message>
        <source>How many examples with the right answer have you got?</source>
        <translation>Wie viele Beispiele mit der richtigen Antwort haben Sie?</translation>
    </message>
    <message>
        <source>10 to 500</source>
        <translation>10 bis 500</translation>
    </message>
    <message>
        <source>Fewer than 10</source>
        <translation>Weniger als 10</translation>
    </message>
    <message>
        <source>More than 500</source>
        <translation>Mehr als 500</translation>
    </message>
    <message>
        <source>How does a model answer that is only told in words what to do?</source>
        <translation>Wie antwortet ein Modell, dem man nur in Worten sagt, was es tun soll?</translation>
    </message>
    <message>
        <source>I have not tried that</source>
        <translation>Das habe ich nicht versucht</translation>
    </message>
    <message>
        <source>Well enough</source>
        <translation>Gut genug</translation>
    </message>
    <message>
        <source>Not well enough</source>
        <translation>Nicht gut genug</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>Begin with my rows</source>
        <translation>Mit meinen Zeilen beginnen</translation>
    </message>
    <message>
        <source>Ask models in the playground</source>
        <translation>Modelle im Playground fragen</translation>
    </message>
    <message>
        <source>Let a model write drafts of rows</source>
        <translation>Ein Modell Zeilen entwerfen lassen</translation>
    </message>
    <message>
        <source>Compare meanings</source>
        <translation>Bedeutungen vergleichen</translation>
    </message>
</context>
<context>
    <name>Ahead</name>
    <message>
        <source>Ask once</source>
        <translation>Einmal fragen</translation>
    </message>
    <message>
        <source>Ask {0} times</source>
        <translation>{0}-mal fragen</translation>
    </message>
    <message>
        <source>Nothing. Prompts and answers stay here.</source>
        <translation>Nichts. Prompts und Antworten bleiben hier.</translation>
    </message>
    <message>
        <source>The prompt, {0} in all requests, to {1}.</source>
        <translation>Der Prompt, {0} in allen Anfragen, an {1}.</translation>
    </message>
    <message>
        <source>about ${0}</source>
        <translation>etwa {0} $</translation>
    </message>
    <message>
        <source>about {0} tokens read, about {1} written</source>
        <translation>etwa {0} Token gelesen, etwa {1} geschrieben</translation>
    </message>
    <message>
        <source>at most ${0} if every answer is as long as it may be</source>
        <translation>höchstens {0} $, wenn jede Antwort so lang wird, wie sie darf</translation>
    </message>
    <message>
        <source>bank account numbers (prompts: {0})</source>
        <translation>Kontonummern (Prompts: {0})</translation>
    </message>
    <message>
        <source>card numbers (prompts: {0})</source>
        <translation>Kartennummern (Prompts: {0})</translation>
    </message>
    <message>
        <source>e-mail addresses (prompts: {0})</source>
        <translation>E-Mail-Adressen (Prompts: {0})</translation>
    </message>
    <message>
        <source>free</source>
        <translation>kostenlos</translation>
    </message>
    <message>
        <source>free, on this computer</source>
        <translation>kostenlos, auf diesem Computer</translation>
    </message>
    <message>
        <source>less than ${0}</source>
        <translation>weniger als {0} $</translation>
    </message>
    <message>
        <source>not known yet: it is measured as they answer</source>
        <translation>noch nicht bekannt: Es wird beim Antworten gemessen</translation>
    </message>
    <message>
        <source>not known: there is no price for one of these models</source>
        <translation>nicht bekannt: Für eines dieser Modelle gibt es keinen Preis</translation>
    </message>
    <message>
        <source>secret keys (prompts: {0})</source>
        <translation>geheime Schlüssel (Prompts: {0})</translation>
    </message>
    <message>
        <source>telephone numbers (prompts: {0})</source>
        <translation>Telefonnummern (Prompts: {0})</translation>
    </message>
    <message>
        <source>{0} (prices of {1})</source>
        <translation>{0} (Preise vom {1})</translation>
    </message>
    <message>
        <source>{0} ({1})</source>
        <translation>{0} ({1})</translation>
    </message>
    <message>
        <source>{0} prompts, {1} in all requests, to {2}.</source>
        <translation>{0} Prompts, {1} in allen Anfragen, an {2}.</translation>
    </message>
</context>
<context>
    <name>AheadDialog</name>
    <message>
        <source>Before this is asked</source>
        <translation>Bevor gefragt wird</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>What leaves this computer</source>
        <translation>Was diesen Computer verlässt</translation>
    </message>
    <message>
        <source>There may be personal data in the prompts: {0}. Whoever answers gets to see it.</source>
        <translation>In den Prompts stehen vielleicht persönliche Daten: {0}. Wer antwortet, bekommt sie zu sehen.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Alike</name>
    <message>
        <source>{0}: stays</source>
        <translation>{0}: bleibt</translation>
    </message>
    <message>
        <source>{0}: can go</source>
        <translation>{0}: kann weg</translation>
    </message>
</context>
<context>
    <name>Amounts</name>
    <message>
        <source>less than a minute</source>
        <translation>weniger als eine Minute</translation>
    </message>
    <message>
        <source>about a minute</source>
        <translation>etwa eine Minute</translation>
    </message>
    <message>
        <source>about {0} minutes</source>
        <translation>etwa {0} Minuten</translation>
    </message>
    <message>
        <source>about {0} hours</source>
        <translation>etwa {0} Stunden</translation>
    </message>
    <message>
        <source>about {0} days</source>
        <translation>etwa {0} Tage</translation>
    </message>
    <message>
        <source>about a day and {1} hours</source>
        <translation>etwa ein Tag und {1} Stunden</translation>
    </message>
    <message>
        <source>about {0} days and {1} hours</source>
        <translation>etwa {0} Tage und {1} Stunden</translation>
    </message>
    <message>
        <source>Today, {0}</source>
        <translation>Heute, {0}</translation>
    </message>
    <message>
        <source>today at {0}</source>
        <translation>heute um {0}</translation>
    </message>
    <message>
        <source>on {0} at {1}</source>
        <translation>am {0} um {1}</translation>
    </message>
</context>
<context>
    <name>Answer</name>
    <message>
        <source>${0}</source>
        <translation>{0} $</translation>
    </message>
    <message>
        <source>cut off at the longest length you allow</source>
        <translation>bei der erlaubten Höchstlänge abgeschnitten</translation>
    </message>
    <message>
        <source>ended by the provider&apos;s rules</source>
        <translation>von den Regeln des Anbieters beendet</translation>
    </message>
    <message>
        <source>it ended without giving a reason</source>
        <translation>ohne Angabe eines Grundes beendet</translation>
    </message>
    <message>
        <source>the model came to its end</source>
        <translation>das Modell war fertig</translation>
    </message>
    <message>
        <source>the model wants to use a tool</source>
        <translation>das Modell möchte ein Werkzeug benutzen</translation>
    </message>
    <message>
        <source>try {0}</source>
        <translation>Versuch {0}</translation>
    </message>
    <message>
        <source>you stopped it</source>
        <translation>von Ihnen gestoppt</translation>
    </message>
    <message>
        <source>{0} seconds</source>
        <translation>{0} Sekunden</translation>
    </message>
    <message>
        <source>{0} tokens a second</source>
        <translation>{0} Token pro Sekunde</translation>
    </message>
</context>
<context>
    <name>AnswerColumn</name>
    <message>
        <source>Answer before</source>
        <translation>Vorige Antwort</translation>
    </message>
    <message>
        <source>Next answer</source>
        <translation>Nächste Antwort</translation>
    </message>
    <message>
        <source>As expected: the same but for case, spaces, the end mark and full stops.</source>
        <translation>Wie erwartet: gleich bis auf Groß- und Kleinschreibung, Leerzeichen, Endezeichen und Punkte.</translation>
    </message>
    <message>
        <source>Ask this model again</source>
        <translation>Dieses Modell noch einmal fragen</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>Antwort kopieren</translation>
    </message>
    <message>
        <source>Settings of this column…</source>
        <translation>Einstellungen dieser Spalte…</translation>
    </message>
    <message>
        <source>Show the code for this request…</source>
        <translation>Code für diese Anfrage zeigen…</translation>
    </message>
    <message>
        <source>Make a training row of this answer…</source>
        <translation>Aus dieser Antwort eine Trainingszeile machen…</translation>
    </message>
    <message>
        <source>Likelihoods as a table…</source>
        <translation>Wahrscheinlichkeiten als Tabelle…</translation>
    </message>
    <message>
        <source>Remove this column</source>
        <translation>Spalte entfernen</translation>
    </message>
    <message>
        <source>Tuned model</source>
        <translation>Trainiertes Modell</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>Basismodell</translation>
    </message>
    <message>
        <source>{0} at {1}</source>
        <translation>{0} bei {1}</translation>
    </message>
    <message>
        <source>More for this column</source>
        <translation>Mehr zu dieser Spalte</translation>
    </message>
</context>
<context>
    <name>AnswerList</name>
    <message>
        <source>{0} (try {1})</source>
        <translation>{0} (Versuch {1})</translation>
    </message>
    <message>
        <source>did not come</source>
        <translation>nicht angekommen</translation>
    </message>
    <message>
        <source>not asked yet</source>
        <translation>noch nicht gefragt</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>beantwortet</translation>
    </message>
    <message>
        <source>right</source>
        <translation>richtig</translation>
    </message>
    <message>
        <source>otherwise, likeness {0}</source>
        <translation>anders, Ähnlichkeit {0}</translation>
    </message>
</context>
<context>
    <name>AnswerPane</name>
    <message>
        <source>Answer: {0}</source>
        <translation>Antwort: {0}</translation>
    </message>
    <message>
        <source>Answering…</source>
        <translation>Antwortet…</translation>
    </message>
    <message>
        <source>Not asked yet.</source>
        <translation>Noch nicht gefragt.</translation>
    </message>
</context>
<context>
    <name>AnswerView</name>
    <message>
        <source>Answer before</source>
        <translation>Vorige Antwort</translation>
    </message>
    <message>
        <source>Next answer</source>
        <translation>Nächste Antwort</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Erneut fragen</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>Antwort kopieren</translation>
    </message>
    <message>
        <source>Show the code for this request…</source>
        <translation>Code für diese Anfrage zeigen…</translation>
    </message>
    <message>
        <source>Make a training row of the conversation up to here…</source>
        <translation>Aus dem Gespräch bis hierher eine Trainingszeile machen…</translation>
    </message>
    <message>
        <source>Likelihoods as a table…</source>
        <translation>Wahrscheinlichkeiten als Tabelle…</translation>
    </message>
    <message>
        <source>More for this answer: {0}</source>
        <translation>Mehr zu dieser Antwort: {0}</translation>
    </message>
    <message>
        <source>More for this answer</source>
        <translation>Mehr zu dieser Antwort</translation>
    </message>
</context>
<context>
    <name>Answers</name>
    <message>
        <source>${0}</source>
        <translation>{0} $</translation>
    </message>
    <message>
        <source>About {0} tokens are read and about {1} are written.</source>
        <translation>Etwa {0} Token werden gelesen und etwa {1} geschrieben.</translation>
    </message>
    <message>
        <source>How long it takes can be told after the first answers.</source>
        <translation>Wie lange es dauert, lässt sich nach den ersten Antworten sagen.</translation>
    </message>
    <message>
        <source>It costs about {0}, and at most about {1} (price of {2}).</source>
        <translation>Das kostet etwa {0}, höchstens etwa {1} (Preis vom {2}).</translation>
    </message>
    <message>
        <source>It costs nothing: the model answers on this computer.</source>
        <translation>Das kostet nichts: Das Modell antwortet auf diesem Computer.</translation>
    </message>
    <message>
        <source>It takes {0}, at the pace of earlier answers.</source>
        <translation>Es dauert {0}, wenn es so schnell geht wie bei früheren Antworten.</translation>
    </message>
    <message>
        <source>The prompts are sent to {0}, eight at a time; where the provider wants a pause, it gets one.</source>
        <translation>Die Prompts gehen an {0}, acht auf einmal; wo der Anbieter eine Pause möchte, bekommt er sie.</translation>
    </message>
    <message>
        <source>What it costs is not known: this model has no price in the list of providers.</source>
        <translation>Was es kostet, ist nicht bekannt: Für dieses Modell steht kein Preis in der Liste der Anbieter.</translation>
    </message>
    <message>
        <source>less than ${0}</source>
        <translation>weniger als {0} $</translation>
    </message>
    <message>
        <source>{0} · a provider that is gone</source>
        <translation>{0} · Anbieter nicht mehr da</translation>
    </message>
    <message>
        <source>{0} · recorded answers</source>
        <translation>{0} · aufgezeichnete Antworten</translation>
    </message>
</context>
<context>
    <name>AskingForm</name>
    <message>
        <source>Stop when it has cost more than</source>
        <translation>Anhalten, wenn es mehr gekostet hat als</translation>
    </message>
    <message>
        <source>Model that writes</source>
        <translation>Schreibendes Modell</translation>
    </message>
    <message>
        <source>Reckoning what it takes…</source>
        <translation>Aufwand wird berechnet…</translation>
    </message>
</context>
<context>
    <name>AskingPage</name>
    <message>
        <source>Looking which models there are. The first start of the engine can take a minute.</source>
        <translation>Es wird nachgesehen, welche Modelle da sind. Der erste Start der Engine kann eine Minute dauern.</translation>
    </message>
</context>
<context>
    <name>Away</name>
    <message>
        <source>This is over. TuneDesk says what came of it.</source>
        <translation>Das ist zu Ende. In TuneDesk steht, was daraus geworden ist.</translation>
    </message>
</context>
<context>
    <name>AxesForm</name>
    <message>
        <source>0 always takes the likeliest word; higher values vary more. Up to 2.</source>
        <translation>0 nimmt immer das wahrscheinlichste Wort; höhere Werte bringen mehr Abwechslung. Höchstens 2.</translation>
    </message>
    <message>
        <source>Only the likeliest words that have this share together are drawn from. Up to 1.</source>
        <translation>Gewählt wird nur unter den wahrscheinlichsten Wörtern, die zusammen diesen Anteil haben. Höchstens 1.</translation>
    </message>
    <message>
        <source>Above 0 the model rather speaks of something new. From −2 to 2.</source>
        <translation>Über 0 spricht das Modell eher von etwas Neuem. Von −2 bis 2.</translation>
    </message>
    <message>
        <source>Above 0 a word is the less likely the more often it was said. From −2 to 2.</source>
        <translation>Über 0 wird ein Wort umso unwahrscheinlicher, je öfter es schon vorkam. Von −2 bis 2.</translation>
    </message>
</context>
<context>
    <name>AxisField</name>
    <message>
        <source>Values of {0}</source>
        <translation>Werte für {0}</translation>
    </message>
</context>
<context>
    <name>AxisMenus</name>
    <message>
        <source>Across</source>
        <translation>Quer</translation>
    </message>
    <message>
        <source>Downwards</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>With {0}</source>
        <translation>Mit {0}</translation>
    </message>
</context>
<context>
    <name>BackupsDialog</name>
    <message>
        <source>Backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>Delete these backups…</source>
        <translation>Diese Sicherungen löschen…</translation>
    </message>
    <message>
        <source>Open as a project</source>
        <translation>Als Projekt öffnen</translation>
    </message>
    <message>
        <source>On each day you work on a project, TuneDesk keeps a backup of it in a folder of its own. Opened, a backup becomes a project with a file of its own; the project as it is now stays as it is.</source>
        <translation>An jedem Tag, an dem Sie an einem Projekt arbeiten, legt TuneDesk davon eine Sicherung in einem eigenen Ordner ab. Geöffnet wird eine Sicherung zu einem Projekt mit eigener Datei; das Projekt, wie es jetzt ist, bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Backups, the newest first</source>
        <translation>Sicherungen, die neueste zuerst</translation>
    </message>
    <message>
        <source>{0} (its file is gone)</source>
        <translation>{0} (die Datei fehlt)</translation>
    </message>
    <message>
        <source>There is no backup yet. The first one is made a little after a project was opened.</source>
        <translation>Es gibt noch keine Sicherung. Die erste entsteht, kurz nachdem ein Projekt geöffnet wurde.</translation>
    </message>
    <message>
        <source>The project lies in {0}.</source>
        <translation>Das Projekt liegt in {0}.</translation>
    </message>
    <message>
        <source>This is “{0}” as it was on {1}, in a file of its own.</source>
        <translation>Das ist „{0}“, wie es am {1} war, in einer eigenen Datei.</translation>
    </message>
    <message>
        <source>{0} as of {1}</source>
        <translation>{0} vom {1}</translation>
    </message>
</context>
<context>
    <name>BallotView</name>
    <message>
        <source>Two answers: say which is better with the arrow keys</source>
        <translation>Zwei Antworten: mit den Pfeiltasten sagen, welche besser ist</translation>
    </message>
    <message>
        <source>Show the answer hoped for</source>
        <translation>Erhoffte Antwort zeigen</translation>
    </message>
    <message>
        <source>Answer hoped for</source>
        <translation>Erhoffte Antwort</translation>
    </message>
    <message>
        <source>Left is better</source>
        <translation>Links ist besser</translation>
    </message>
    <message>
        <source>Both are good</source>
        <translation>Beide sind gut</translation>
    </message>
    <message>
        <source>Both are bad</source>
        <translation>Beide sind schlecht</translation>
    </message>
    <message>
        <source>Right is better</source>
        <translation>Rechts ist besser</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Left answer</source>
        <translation>Linke Antwort</translation>
    </message>
    <message>
        <source>Right answer</source>
        <translation>Rechte Antwort</translation>
    </message>
    <message>
        <source>Why? (if you like)</source>
        <translation>Warum? (wenn Sie mögen)</translation>
    </message>
    <message>
        <source>Why you vote so</source>
        <translation>Warum Sie so stimmen</translation>
    </message>
    <message>
        <source>left arrow or F</source>
        <translation>Pfeil links oder F</translation>
    </message>
    <message>
        <source>up arrow or T</source>
        <translation>Pfeil oben oder T</translation>
    </message>
    <message>
        <source>down arrow or B</source>
        <translation>Pfeil unten oder B</translation>
    </message>
    <message>
        <source>right arrow or J</source>
        <translation>Pfeil rechts oder J</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>Alles in Ordnung</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Achtung</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
</context>
<context>
    <name>Bars</name>
    <message>
        <source>{0} to {1} words: {2}</source>
        <translation>{0} bis {1} Wörter: {2}</translation>
    </message>
    <message>
        <source>Lengths of the answers</source>
        <translation>Länge der Antworten</translation>
    </message>
</context>
<context>
    <name>BaseCard</name>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <source>A training with it needs about {0} of memory; this computer has {1}.</source>
        <translation>Ein Training damit braucht etwa {0} Arbeitsspeicher; dieser Computer hat {1}.</translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation>{0} entfernen</translation>
    </message>
    <message>
        <source>ready on this computer</source>
        <translation>auf diesem Computer bereit</translation>
    </message>
    <message>
        <source>on this computer, and not used</source>
        <translation>auf diesem Computer, nicht verwendet</translation>
    </message>
    <message>
        <source>partly fetched</source>
        <translation>teilweise geholt</translation>
    </message>
    <message>
        <source>not fetched yet</source>
        <translation>noch nicht geholt</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>etwa {0}</translation>
    </message>
    <message>
        <source>licence: {0}</source>
        <translation>Lizenz: {0}</translation>
    </message>
    <message>
        <source>its makers want you to agree to it first</source>
        <translation>die Hersteller möchten, dass Sie ihr zuerst zustimmen</translation>
    </message>
    <message>
        <source>learns about {0} tokens a second here</source>
        <translation>lernt hier etwa {0} Token pro Sekunde</translation>
    </message>
    <message>
        <source>knows tools</source>
        <translation>kennt Werkzeuge</translation>
    </message>
</context>
<context>
    <name>BeforeAfter</name>
    <message>
        <source>[taken out: {0}]</source>
        <translation>[herausgenommen: {0}]</translation>
    </message>
    <message>
        <source>[put in: {0}]</source>
        <translation>[eingesetzt: {0}]</translation>
    </message>
    <message>
        <source>[differs: {0}]</source>
        <translation>[anders: {0}]</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Systemprompt</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Nutzer</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Assistent</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Completion</source>
        <translation>Completion</translation>
    </message>
    <message>
        <source>Better answer</source>
        <translation>Bessere Antwort</translation>
    </message>
    <message>
        <source>Worse answer</source>
        <translation>Schlechtere Antwort</translation>
    </message>
    <message>
        <source>(nothing)</source>
        <translation>(nichts)</translation>
    </message>
    <message>
        <source>{0}: this row is taken out</source>
        <translation>{0}: diese Zeile wird herausgenommen</translation>
    </message>
    <message>
        <source>{0}, before</source>
        <translation>{0}, vorher</translation>
    </message>
    <message>
        <source>{0}, after</source>
        <translation>{0}, nachher</translation>
    </message>
</context>
<context>
    <name>Board</name>
    <message>
        <source>New search</source>
        <translation>Neue Suche</translation>
    </message>
    <message>
        <source>Earlier…</source>
        <translation>Früher…</translation>
    </message>
    <message>
        <source>Earlier searches: show again, go on, remove</source>
        <translation>Frühere Suchen: wieder zeigen, fortsetzen, entfernen</translation>
    </message>
    <message>
        <source>A new search</source>
        <translation>Eine neue Suche</translation>
    </message>
    <message>
        <source>Make new rows instead</source>
        <translation>Stattdessen neue Zeilen erzeugen</translation>
    </message>
    <message>
        <source>Rows to be worked over</source>
        <translation>Zeilen zum Überarbeiten</translation>
    </message>
    <message>
        <source>New rows from a template</source>
        <translation>Neue Zeilen aus einer Vorlage</translation>
    </message>
    <message>
        <source>What the model made of the rows</source>
        <translation>Was das Modell aus den Zeilen gemacht hat</translation>
    </message>
    <message>
        <source>What the model wrote</source>
        <translation>Was das Modell geschrieben hat</translation>
    </message>
    <message>
        <source>Ask all held-out prompts</source>
        <translation>Alle zurückgehaltenen Prompts stellen</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Modell hinzufügen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>Prompts</translation>
    </message>
    <message>
        <source>Next difference</source>
        <translation>Nächster Unterschied</translation>
    </message>
    <message>
        <source>To the next prompt that is not answered alike in all columns (F3)</source>
        <translation>Zum nächsten Prompt, der nicht in allen Spalten gleich beantwortet ist (F3)</translation>
    </message>
    <message>
        <source>Earlier comparisons: find, show again, save</source>
        <translation>Frühere Vergleiche: finden, wieder zeigen, speichern</translation>
    </message>
    <message>
        <source>What is marked in the answers</source>
        <translation>Was in den Antworten markiert ist</translation>
    </message>
    <message>
        <source>Mark nothing</source>
        <translation>Nichts markieren</translation>
    </message>
    <message>
        <source>Mark what differs from the expected answer</source>
        <translation>Abweichungen von der erwarteten Antwort markieren</translation>
    </message>
    <message>
        <source>Mark what differs from the first column</source>
        <translation>Abweichungen von der ersten Spalte markieren</translation>
    </message>
    <message>
        <source>Mark what the model was not sure of</source>
        <translation>Markieren, wo das Modell unsicher war</translation>
    </message>
    <message>
        <source>Ask all prompts of the file</source>
        <translation>Alle Prompts der Datei stellen</translation>
    </message>
    <message>
        <source>A new test</source>
        <translation>Ein neuer Test</translation>
    </message>
    <message>
        <source>What the test says</source>
        <translation>Was der Test sagt</translation>
    </message>
    <message>
        <source>Read by another model…</source>
        <translation>Von anderem Modell lesen lassen…</translation>
    </message>
    <message>
        <source>Save the numbers…</source>
        <translation>Zahlen speichern…</translation>
    </message>
    <message>
        <source>Rows on the map</source>
        <translation>Zeilen auf der Karte</translation>
    </message>
    <message>
        <source>What to look at</source>
        <translation>Was angesehen wird</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>As a list</source>
        <translation>Als Liste</translation>
    </message>
    <message>
        <source>One row is new or was changed since it was read. It is not on the map.</source>
        <translation>Eine Zeile ist neu oder wurde geändert, seit sie gelesen wurde. Sie ist nicht auf der Karte.</translation>
    </message>
    <message>
        <source>{0} rows are new or were changed since they were read. They are not on the map.</source>
        <translation>{0} Zeilen sind neu oder wurden geändert, seit sie gelesen wurden. Sie sind nicht auf der Karte.</translation>
    </message>
</context>
<context>
    <name>Bringing</name>
    <message>
        <source>Pasted table</source>
        <translation>Eingefügte Tabelle</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>“{0}” is read first. “{1}” waits, and is offered when that one is in the table.</source>
        <translation>„{0}“ wird zuerst gelesen. „{1}“ wartet und wird angeboten, sobald die erste in der Tabelle ist.</translation>
    </message>
    <message>
        <source>“{0}” is read first. {1} more files wait; each is offered when the one before is in the table.</source>
        <translation>„{0}“ wird zuerst gelesen. {1} weitere Dateien warten; jede wird angeboten, sobald die vorige in der Tabelle ist.</translation>
    </message>
    <message>
        <source>“{0}” is not in a table yet. You can go on with it under Data.</source>
        <translation>„{0}“ ist noch in keiner Tabelle. Unter „Daten“ können Sie damit weitermachen.</translation>
    </message>
</context>
<context>
    <name>Bubble</name>
    <message>
        <source>Learn from this answer</source>
        <translation>Aus dieser Antwort lernen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>No text yet</source>
        <translation>Noch kein Text</translation>
    </message>
    <message>
        <source>Name who speaks</source>
        <translation>Benennen, wer spricht</translation>
    </message>
    <message>
        <source>Write a text</source>
        <translation>Text schreiben</translation>
    </message>
    <message>
        <source>Edit the calls as JSON</source>
        <translation>Aufrufe als JSON bearbeiten</translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>Weniger zeigen</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Turn {0}: {1}</source>
        <translation>Beitrag {0}: {1}</translation>
    </message>
    <message>
        <source>Turn {0}, {1}, text</source>
        <translation>Beitrag {0}, {1}, Text</translation>
    </message>
    <message>
        <source>Turn {0}, role: {1}</source>
        <translation>Beitrag {0}, Rolle: {1}</translation>
    </message>
    <message>
        <source>Turn {0}, more</source>
        <translation>Beitrag {0}, mehr</translation>
    </message>
    <message>
        <source>What can be done with this turn</source>
        <translation>Was sich mit diesem Beitrag tun lässt</translation>
    </message>
    <message>
        <source>Turn {0}, learn from this answer</source>
        <translation>Beitrag {0}, aus dieser Antwort lernen</translation>
    </message>
    <message>
        <source>Turn {0}, show all of it</source>
        <translation>Beitrag {0}, ganz zeigen</translation>
    </message>
    <message>
        <source>Turn {0}, name of who speaks</source>
        <translation>Beitrag {0}, Name dessen, der spricht</translation>
    </message>
</context>
<context>
    <name>BubbleSide</name>
    <message>
        <source>Show more turns ({0} are not shown)</source>
        <translation>Weitere Beiträge zeigen ({0} sind nicht zu sehen)</translation>
    </message>
</context>
<context>
    <name>Bubbles</name>
    <message>
        <source>Better answer (preferred)</source>
        <translation>Bessere Antwort (bevorzugt)</translation>
    </message>
    <message>
        <source>Worse answer (non-preferred)</source>
        <translation>Schlechtere Antwort (nicht bevorzugt)</translation>
    </message>
    <message>
        <source>Add a system prompt</source>
        <translation>Systemprompt hinzufügen</translation>
    </message>
    <message>
        <source>Add a turn</source>
        <translation>Beitrag hinzufügen</translation>
    </message>
    <message>
        <source>Swap the two answers</source>
        <translation>Die beiden Antworten tauschen</translation>
    </message>
    <message>
        <source>Add an answer</source>
        <translation>Antwort hinzufügen</translation>
    </message>
</context>
<context>
    <name>Busy</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>noch {0}</translation>
    </message>
</context>
<context>
    <name>CallsView</name>
    <message>
        <source>Edit the calls as JSON</source>
        <translation>Aufrufe als JSON bearbeiten</translation>
    </message>
    <message>
        <source>Function calls as JSON</source>
        <translation>Funktionsaufrufe als JSON</translation>
    </message>
</context>
<context>
    <name>CancelQuestion</name>
    <message>
        <source>Cancel it for good</source>
        <translation>Endgültig abbrechen</translation>
    </message>
    <message>
        <source>Do not cancel</source>
        <translation>Nicht abbrechen</translation>
    </message>
    <message>
        <source>What was learned since the last checkpoint is lost, and there will be no finished model.</source>
        <translation>Was seit dem letzten Zwischenstand gelernt wurde, geht verloren, und es entsteht kein fertiges Modell.</translation>
    </message>
    <message>
        <source>There will be no finished model, and {0} may charge for what was trained so far.</source>
        <translation>Es entsteht kein fertiges Modell, und {0} berechnet vielleicht, was bis jetzt trainiert wurde.</translation>
    </message>
    <message>
        <source>The curve stays, and so do the checkpoints made so far ({0}).</source>
        <translation>Die Kurve bleibt, ebenso die bisherigen Zwischenstände ({0}).</translation>
    </message>
    <message>
        <source>Cancel this training? {0} {1}</source>
        <translation>Dieses Training abbrechen? {0} {1}</translation>
    </message>
</context>
<context>
    <name>CarryingDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>CellActs</name>
    <message>
        <source>A part or a status cannot be emptied; choose another one instead.</source>
        <translation>Teil und Status lassen sich nicht leeren; wählen Sie stattdessen einen anderen Wert.</translation>
    </message>
    <message>
        <source>Cells chosen here and there cannot be copied at once. Choose the same columns in each row.</source>
        <translation>Verstreut gewählte Zellen lassen sich nicht auf einmal kopieren. Wählen Sie in jeder Zeile dieselben Spalten.</translation>
    </message>
</context>
<context>
    <name>CellView</name>
    <message>
        <source>Use in Compare</source>
        <translation>In „Vergleichen“ nutzen</translation>
    </message>
    <message>
        <source>Keep as preset…</source>
        <translation>Als Vorgabe behalten…</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Expected answer</source>
        <translation>Erwartete Antwort</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Answers of this setting</source>
        <translation>Antworten mit dieser Einstellung</translation>
    </message>
    <message>
        <source>No answer yet.</source>
        <translation>Noch keine Antwort.</translation>
    </message>
</context>
<context>
    <name>Charts</name>
    <message>
        <source>The curves begin with the first measurement.</source>
        <translation>Die Kurven beginnen mit der ersten Messung.</translation>
    </message>
    <message>
        <source>pass {0}</source>
        <translation>Durchgang {0}</translation>
    </message>
    <message>
        <source>best checkpoint: step {0}</source>
        <translation>bester Zwischenstand: Schritt {0}</translation>
    </message>
    <message>
        <source>lowest validation loss: step {0}</source>
        <translation>niedrigster Validierungsverlust: Schritt {0}</translation>
    </message>
    <message>
        <source>Step {0}</source>
        <translation>Schritt {0}</translation>
    </message>
    <message>
        <source> (step {0})</source>
        <translation> (Schritt {0})</translation>
    </message>
    <message>
        <source>Loss (nats per token): how far off the model is; lower is better</source>
        <translation>Verlust (Loss, in Nats je Token): wie weit das Modell danebenliegt; niedriger ist besser</translation>
    </message>
    <message>
        <source>Right tokens: how often the model has the next piece of text right; higher is better</source>
        <translation>Richtige Token: wie oft das Modell das nächste Stück Text trifft; höher ist besser</translation>
    </message>
    <message>
        <source>Learning rate: how far one update may move the model</source>
        <translation>Lernrate: wie weit ein Schritt das Modell verändern darf</translation>
    </message>
    <message>
        <source>Answers that are right as a whole; higher is better</source>
        <translation>Antworten, die als Ganzes richtig sind; höher ist besser</translation>
    </message>
    <message>
        <source>Right classes (accuracy): the share of rows put into the right one</source>
        <translation>Richtige Klassen (Accuracy): der Anteil der Zeilen in der richtigen Klasse</translation>
    </message>
    <message>
        <source>Weighted F1: right classes, where rare and frequent ones count by their rows; higher is better</source>
        <translation>Gewichtetes F1: richtige Klassen, wobei seltene und häufige nach ihren Zeilen zählen; höher ist besser</translation>
    </message>
    <message>
        <source>Precision: how many of those found are right; higher is better</source>
        <translation>Genauigkeit (Precision): wie viele der gefundenen richtig sind; höher ist besser</translation>
    </message>
    <message>
        <source>Recall: how many of all there are were found; higher is better</source>
        <translation>Trefferquote (Recall): wie viele von allen vorhandenen gefunden wurden; höher ist besser</translation>
    </message>
    <message>
        <source>Area under the ROC curve (AUROC): how well the two classes are ranked; 0.5 is chance</source>
        <translation>Fläche unter der ROC-Kurve (AUROC): wie gut die beiden Klassen geordnet werden; 0,5 ist Zufall</translation>
    </message>
    <message>
        <source>Area under the precision-recall curve (AUPRC): how well the class looked for is ranked</source>
        <translation>Fläche unter der Precision-Recall-Kurve (AUPRC): wie gut die gesuchte Klasse eingeordnet wird</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Right tokens</source>
        <translation>Richtige Token</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Wholly right answers</source>
        <translation>Ganz richtige Antworten</translation>
    </message>
    <message>
        <source>Right classes</source>
        <translation>Richtige Klassen</translation>
    </message>
    <message>
        <source>Weighted F1</source>
        <translation>Gewichtetes F1</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Precision</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>Recall</translation>
    </message>
    <message>
        <source>AUROC</source>
        <translation>AUROC</translation>
    </message>
    <message>
        <source>AUPRC</source>
        <translation>AUPRC</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>Trainingsverlust</translation>
    </message>
    <message>
        <source>Validation loss</source>
        <translation>Validierungsverlust</translation>
    </message>
    <message>
        <source>Right tokens in training</source>
        <translation>Richtige Token im Training</translation>
    </message>
    <message>
        <source>Right tokens in validation</source>
        <translation>Richtige Token in der Validierung</translation>
    </message>
    <message>
        <source>training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Passes (epochs)</source>
        <translation>Durchgänge (Epochen)</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Step (one update of the model)</source>
        <translation>Schritt (eine Anpassung des Modells)</translation>
    </message>
    <message>
        <source>Passes over the rows (epochs)</source>
        <translation>Durchgänge durch die Zeilen (Epochen)</translation>
    </message>
    <message>
        <source>Tokens the model has learned from</source>
        <translation>Token, aus denen das Modell gelernt hat</translation>
    </message>
    <message>
        <source>Time since the first measurement (minutes:seconds)</source>
        <translation>Zeit seit der ersten Messung (Minuten:Sekunden)</translation>
    </message>
    <message>
        <source>No number came (NaN) at step {1}.</source>
        <translation>Bei Schritt {1} kam keine Zahl (NaN).</translation>
    </message>
    <message>
        <source>No number came (NaN) at {0} steps, the first is step {1}.</source>
        <translation>Bei {0} Schritten kam keine Zahl (NaN), zuerst bei Schritt {1}.</translation>
    </message>
    <message>
        <source>{0}: one measurement, {1} at step {2}.</source>
        <translation>{0}: eine Messung, {1} bei Schritt {2}.</translation>
    </message>
    <message>
        <source>{0}: {1} measurements. First {2} at step {3}, newest {4} at step {5}, lowest {6} at step {7}.</source>
        <translation>{0}: {1} Messungen. Erste {2} bei Schritt {3}, neueste {4} bei Schritt {5}, niedrigste {6} bei Schritt {7}.</translation>
    </message>
    <message>
        <source>{0}: precision and recall in one number; higher is better</source>
        <translation>{0}: Precision und Recall in einer Zahl; höher ist besser</translation>
    </message>
    <message>
        <source>It is falling.</source>
        <translation>Die Kurve fällt.</translation>
    </message>
    <message>
        <source>It is rising.</source>
        <translation>Die Kurve steigt.</translation>
    </message>
    <message>
        <source>It stays about level.</source>
        <translation>Die Kurve bleibt etwa gleich.</translation>
    </message>
</context>
<context>
    <name>CheckStep</name>
    <message>
        <source>The file is being taken in</source>
        <translation>Die Datei wird eingelesen</translation>
    </message>
    <message>
        <source>See what was found in your rows, and choose what is to be repaired; the last page does it.</source>
        <translation>Sehen Sie, was in Ihren Zeilen gefunden wurde, und wählen Sie, was repariert werden soll; die letzte Seite führt es aus.</translation>
    </message>
    <message>
        <source>See what was found in your rows, and choose what is to be repaired. Your file is not changed.</source>
        <translation>Sehen Sie, was in Ihren Zeilen gefunden wurde, und wählen Sie, was repariert werden soll. Ihre Datei bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>Apply {0} and go on</source>
        <translation>{0} anwenden und weiter</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>The rows are being looked over</source>
        <translation>Die Zeilen werden durchgesehen</translation>
    </message>
    <message>
        <source>Taking in the file</source>
        <translation>Datei wird eingelesen</translation>
    </message>
    <message>
        <source>Looking over the rows</source>
        <translation>Die Zeilen werden durchgesehen</translation>
    </message>
    <message>
        <source>Taking in the file: {0} of {1}, {2}</source>
        <translation>Datei wird eingelesen: {0} von {1}, {2}</translation>
    </message>
    <message>
        <source>Taking in the file: {0}</source>
        <translation>Datei wird eingelesen: {0}</translation>
    </message>
    <message>
        <source>Looking over the rows: {0}</source>
        <translation>Die Zeilen werden durchgesehen: {0}</translation>
    </message>
</context>
<context>
    <name>CheckpointModel</name>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Pass (epoch)</source>
        <translation>Durchgang (Epoche)</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>Trainingsverlust</translation>
    </message>
    <message>
        <source>Validation loss</source>
        <translation>Validierungsverlust</translation>
    </message>
    <message>
        <source>Right tokens in validation</source>
        <translation>Richtige Token in der Validierung</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>Bester</translation>
    </message>
</context>
<context>
    <name>Choice</name>
    <message>
        <source>Choose all</source>
        <translation>Alle wählen</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>Keine wählen</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Ordner wählen…</translation>
    </message>
    <message>
        <source>Also record answers of the tuned models</source>
        <translation>Auch Antworten der trainierten Modelle aufzeichnen</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Questions to each model</source>
        <translation>Fragen an jedes Modell</translation>
    </message>
    <message>
        <source>The first of your models was switched off on {0}. Bring home what is still there.</source>
        <translation>Das erste Ihrer Modelle wurde am {0} abgeschaltet. Holen Sie nach Hause, was noch da ist.</translation>
    </message>
    <message>
        <source>The first of your models is switched off on {0} (days left: {1}). What is home by then stays.</source>
        <translation>Das erste Ihrer Modelle wird am {0} abgeschaltet (verbleibende Tage: {1}). Was bis dahin zu Hause ist, bleibt.</translation>
    </message>
    <message>
        <source>{0} of {1} chosen, {2} to fetch</source>
        <translation>{0} von {1} gewählt, {2} zu holen</translation>
    </message>
    <message>
        <source>1 model is asked up to {1}, those held back from training first. Your provider charges them like any other answers; afterwards they are kept, even when the model is gone.</source>
        <translation>1 Modell bekommt bis zu {1}, die vom Training zurückgehaltenen zuerst. Ihr Anbieter berechnet sie wie andere Antworten; danach bleiben sie erhalten, auch wenn es das Modell nicht mehr gibt.</translation>
    </message>
    <message>
        <source>{0} models are asked up to {1} each, those held back from training first. Your provider charges them like any other answers; afterwards they are kept, even when the models are gone.</source>
        <translation>{0} Modelle bekommen je bis zu {1}, die vom Training zurückgehaltenen zuerst. Ihr Anbieter berechnet sie wie andere Antworten; danach bleiben sie erhalten, auch wenn es die Modelle nicht mehr gibt.</translation>
    </message>
    <message>
        <source>When a model is switched off, nobody can ask it any more. Recorded answers let you compare a model that takes its place.</source>
        <translation>Ist ein Modell abgeschaltet, kann es niemand mehr fragen. Mit aufgezeichneten Antworten können Sie ein Modell vergleichen, das an seine Stelle tritt.</translation>
    </message>
    <message>
        <source>TuneDesk does not know its prices.</source>
        <translation>TuneDesk kennt die Preise nicht.</translation>
    </message>
    <message>
        <source>That costs at most about ${0}, by prices read on {1}.</source>
        <translation>Das kostet höchstens etwa {0} $, nach Preisen vom {1}.</translation>
    </message>
    <message>
        <source>Folder for what comes home</source>
        <translation>Ordner für das, was nach Hause kommt</translation>
    </message>
    <message>
        <source>all of them</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Choose two or more to compare them on the same rows. Recorded answers take part like a model.</source>
        <translation>Wählen Sie zwei oder mehr, um sie an denselben Zeilen zu vergleichen. Aufgezeichnete Antworten nehmen wie ein Modell teil.</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Test rows ({0})</source>
        <translation>Testzeilen ({0})</translation>
    </message>
    <message>
        <source>Validation rows ({0})</source>
        <translation>Validierungszeilen ({0})</translation>
    </message>
    <message>
        <source>Training rows ({0}): the model knows them</source>
        <translation>Trainingszeilen ({0}): das Modell kennt sie</translation>
    </message>
    <message>
        <source>Rows of a file…</source>
        <translation>Zeilen einer Datei…</translation>
    </message>
    <message>
        <source>{0} ({1})</source>
        <translation>{0} ({1})</translation>
    </message>
</context>
<context>
    <name>CodeDialog</name>
    <message>
        <source>Code for this request</source>
        <translation>Code für diese Anfrage</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>It asks the same model the same thing in the same way. Your key is not in it: it is read from the environment variable that is named there.</source>
        <translation>Er fragt dasselbe Modell dasselbe auf dieselbe Weise. Ihr Schlüssel steht nicht darin: Er wird aus der Umgebungsvariable gelesen, die dort genannt ist.</translation>
    </message>
    <message>
        <source>Start the engine for it with “tunedesk engine --port 8080” in a terminal, where the same variable holds a token of your own choice.</source>
        <translation>Starten Sie dafür die Engine mit „tunedesk engine --port 8080“ in einem Terminal, in dem dieselbe Variable ein selbst gewähltes Token enthält.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>Code kopieren</translation>
    </message>
</context>
<context>
    <name>ColumnActs</name>
    <message>
        <source>Corrected answer of {0}, from the playground</source>
        <translation>Korrigierte Antwort von {0}, aus dem Playground</translation>
    </message>
</context>
<context>
    <name>ColumnMenu</name>
    <message>
        <source>Choose a column</source>
        <translation>Spalte wählen</translation>
    </message>
</context>
<context>
    <name>ColumnsForm</name>
    <message>
        <source>Column with the answer</source>
        <translation>Spalte mit der Antwort</translation>
    </message>
    <message>
        <source>Column with the answer that is not preferred</source>
        <translation>Spalte mit der nicht bevorzugten Antwort</translation>
    </message>
    <message>
        <source>The worse answer (not preferred)</source>
        <translation>Die schlechtere Antwort (nicht bevorzugt)</translation>
    </message>
    <message>
        <source>What is asked (prompt)</source>
        <translation>Was gefragt wird (Prompt)</translation>
    </message>
    <message>
        <source>The better answer (preferred)</source>
        <translation>Die bessere Antwort (bevorzugt)</translation>
    </message>
    <message>
        <source>What the model should answer (completion)</source>
        <translation>Was das Modell antworten soll (Completion)</translation>
    </message>
    <message>
        <source>In the first row: {0}</source>
        <translation>In der ersten Zeile: {0}</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>End the comparison</source>
        <translation>Vergleich beenden</translation>
    </message>
    <message>
        <source>Copy the table</source>
        <translation>Tabelle kopieren</translation>
    </message>
    <message>
        <source>What sets the trainings apart</source>
        <translation>Worin sich die Trainings unterscheiden</translation>
    </message>
    <message>
        <source>{0} trainings compared</source>
        <translation>{0} Trainings verglichen</translation>
    </message>
    <message>
        <source>All other settings are the same.</source>
        <translation>Alle anderen Einstellungen sind gleich.</translation>
    </message>
    <message>
        <source>All settings are the same.</source>
        <translation>Alle Einstellungen sind gleich.</translation>
    </message>
    <message>
        <source>Settings that differ</source>
        <translation>Abweichende Einstellungen</translation>
    </message>
    <message>
        <source>Rows, held against the first</source>
        <translation>Zeilen, verglichen mit dem ersten</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>Was dabei herauskam</translation>
    </message>
    <message>
        <source>Rows added</source>
        <translation>Neue Zeilen</translation>
    </message>
    <message>
        <source>Rows taken away</source>
        <translation>Weggefallene Zeilen</translation>
    </message>
    <message>
        <source>Rows in both</source>
        <translation>Zeilen in beiden</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Asking…</source>
        <translation>Wird gefragt…</translation>
    </message>
    <message>
        <source>{0} of {1} prompts answered.</source>
        <translation>{0} von {1} Prompts beantwortet.</translation>
    </message>
</context>
<context>
    <name>ConfusionTable</name>
    <message>
        <source>Expected “{0}”, came “{1}”: {2}</source>
        <translation>Erwartet „{0}“, gekommen „{1}“: {2}</translation>
    </message>
    <message>
        <source>Answer: {0}</source>
        <translation>Antwort: {0}</translation>
    </message>
    <message>
        <source>Expected: {0}</source>
        <translation>Erwartet: {0}</translation>
    </message>
</context>
<context>
    <name>ConnectionCard</name>
    <message>
        <source>This address begins with http://, so nothing on the way is encrypted: whoever is in the same network could read your key and your rows. Use it in a network you trust.</source>
        <translation>Diese Adresse beginnt mit http://, unterwegs ist also nichts verschlüsselt: Wer im selben Netz ist, könnte Ihren Schlüssel und Ihre Zeilen lesen. Verwenden Sie sie in einem Netz, dem Sie vertrauen.</translation>
    </message>
    <message>
        <source>Remove this provider</source>
        <translation>Anbieter entfernen</translation>
    </message>
    <message>
        <source>Prices and dates…</source>
        <translation>Preise und Termine…</translation>
    </message>
    <message>
        <source>What its models cost, and the file in which dates can be changed as well.</source>
        <translation>Was seine Modelle kosten, und die Datei, in der auch Termine geändert werden können.</translation>
    </message>
    <message>
        <source> The same holds for more of its models ({0} notices in all).</source>
        <translation> Das Gleiche gilt für weitere seiner Modelle (insgesamt {0} Hinweise).</translation>
    </message>
</context>
<context>
    <name>Controls</name>
    <message>
        <source>Logarithmic</source>
        <translation>Logarithmisch</translation>
    </message>
    <message>
        <source>Without outliers</source>
        <translation>Ohne Ausreißer</translation>
    </message>
    <message>
        <source>More curves</source>
        <translation>Weitere Kurven</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Save or copy</source>
        <translation>Speichern oder kopieren</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Draw the curves over</source>
        <translation>Kurven zeichnen über</translation>
    </message>
    <message>
        <source>Smoothing in per cent</source>
        <translation>Glättung in Prozent</translation>
    </message>
    <message>
        <source>The strong line is an average of the values before it; the thin line behind it is as measured.</source>
        <translation>Die kräftige Linie ist ein Mittel der Werte davor; die dünne Linie dahinter ist wie gemessen.</translation>
    </message>
    <message>
        <source>Equal distances are equal factors: small values can be told apart.</source>
        <translation>Gleiche Abstände sind gleiche Faktoren: So lassen sich kleine Werte unterscheiden.</translation>
    </message>
    <message>
        <source>The scale goes from the lowest 5 % to the highest 5 % of the values, and leaves out what is beyond.</source>
        <translation>Die Skala reicht von den niedrigsten 5 % bis zu den höchsten 5 % der Werte und lässt weg, was darüber hinausgeht.</translation>
    </message>
    <message>
        <source>Show the whole training again, as with a double click or the key 0.</source>
        <translation>Wieder das ganze Training zeigen, wie mit einem Doppelklick oder der Taste 0.</translation>
    </message>
    <message>
        <source>Shows every measurement as numbers in place of the curves.</source>
        <translation>Zeigt jede Messung als Zahl statt der Kurven.</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>Glättung</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
</context>
<context>
    <name>Conversation</name>
    <message>
        <source>1 answer is still to come: the asking ended before.</source>
        <translation>1 Antwort steht noch aus: Das Fragen endete vorher.</translation>
    </message>
    <message>
        <source>{0} answers are still to come: the asking ended before.</source>
        <translation>{0} Antworten stehen noch aus: Das Fragen endete vorher.</translation>
    </message>
</context>
<context>
    <name>Copies</name>
    <message>
        <source>The copy is written: {0}</source>
        <translation>Die Kopie ist geschrieben: {0}</translation>
    </message>
    <message>
        <source>TuneDesk projects (*.tunedesk)</source>
        <translation>TuneDesk-Projekte (*.tunedesk)</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>Kopie speichern</translation>
    </message>
</context>
<context>
    <name>Correcting</name>
    <message>
        <source>Corrected after a test</source>
        <translation>Nach einem Test korrigiert</translation>
    </message>
</context>
<context>
    <name>CostView</name>
    <message>
        <source>Tokens of the training rows</source>
        <translation>Token der Trainingszeilen</translation>
    </message>
    <message>
        <source>Passes over them (epochs)</source>
        <translation>Durchgänge (Epochen)</translation>
    </message>
    <message>
        <source>Tokens read in all</source>
        <translation>Gelesene Token insgesamt</translation>
    </message>
    <message>
        <source>{0}</source>
        <translation>{0}</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>etwa {0}</translation>
    </message>
    <message>
        <source>The tokens are estimated: this model&apos;s own word list is not here.</source>
        <translation>Die Token sind geschätzt: Die Wortliste dieses Modells ist nicht hier.</translation>
    </message>
    <message>
        <source>Rows that are already in the project come on top of this.</source>
        <translation>Zeilen, die schon im Projekt sind, kommen noch dazu.</translation>
    </message>
    <message>
        <source>None of these rows is for training, so they cost nothing.</source>
        <translation>Keine dieser Zeilen ist fürs Training, sie kosten also nichts.</translation>
    </message>
    <message>
        <source>Free of charge, on this computer. The page Training tells how long it takes.</source>
        <translation>Kostenlos, auf diesem Computer. Wie lange es dauert, steht auf der Seite Training.</translation>
    </message>
    <message>
        <source>Free of charge, on this computer: {0} on its processor, and about {1} on the disk.</source>
        <translation>Kostenlos, auf diesem Computer: {0} auf seinem Prozessor, dazu etwa {1} auf der Festplatte.</translation>
    </message>
    <message>
        <source>What training {0} costs is not known. Look at the provider&apos;s page before you start.</source>
        <translation>Was das Training von {0} kostet, ist nicht bekannt. Sehen Sie vor dem Start auf der Seite des Anbieters nach.</translation>
    </message>
    <message>
        <source>Less than $0.01 for training {0}.</source>
        <translation>Weniger als 0,01 $ für das Training von {0}.</translation>
    </message>
    <message>
        <source>About ${0} for training {1}.</source>
        <translation>Etwa {0} $ für das Training von {1}.</translation>
    </message>
    <message>
        <source>${0} for a million tokens as of {1} (source: {2}). The provider may have changed it since.</source>
        <translation>{0} $ für eine Million Token, Stand {1} (Quelle: {2}). Der Anbieter kann das seitdem geändert haben.</translation>
    </message>
</context>
<context>
    <name>Course</name>
    <message>
        <source>There is no decision of this review to take back.</source>
        <translation>In dieser Durchsicht gibt es keine Entscheidung zurückzunehmen.</translation>
    </message>
    <message>
        <source>Going on where you stopped. The key {0} leads to the first row.</source>
        <translation>Es geht weiter, wo Sie aufgehört haben. Die Taste {0} führt zur ersten Zeile.</translation>
    </message>
    <message>
        <source>Something else was changed after it. {0} takes that back first.</source>
        <translation>Danach wurde etwas anderes geändert. {0} nimmt das zuerst zurück.</translation>
    </message>
    <message>
        <source>Taken back: row {0} is in question again.</source>
        <translation>Zurückgenommen: Zeile {0} ist wieder offen.</translation>
    </message>
    <message>
        <source>Row {0} is accepted.</source>
        <translation>Zeile {0} ist angenommen.</translation>
    </message>
    <message>
        <source>Row {0} is excluded.</source>
        <translation>Zeile {0} ist ausgeschlossen.</translation>
    </message>
    <message>
        <source>Row {0} is marked as a problem.</source>
        <translation>Zeile {0} ist als Problem markiert.</translation>
    </message>
    <message>
        <source>Row {0} is deleted.</source>
        <translation>Zeile {0} ist gelöscht.</translation>
    </message>
</context>
<context>
    <name>DataPlace</name>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Do not go on with this file</source>
        <translation>Nicht mit dieser Datei fortfahren</translation>
    </message>
    <message>
        <source>Rooms of the data</source>
        <translation>Bereiche der Daten</translation>
    </message>
    <message>
        <source>See, change and sort the rows</source>
        <translation>Zeilen ansehen, ändern und sortieren</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Read it</source>
        <translation>Einlesen</translation>
    </message>
    <message>
        <source>“{0}” is not in the table yet: you left before the last button. Your answers are kept.</source>
        <translation>„{0}“ ist noch nicht in der Tabelle: Sie sind vor dem letzten Knopf gegangen. Ihre Antworten sind aufgehoben.</translation>
    </message>
    <message>
        <source>“{0}” is not in the table yet: now it is its turn.</source>
        <translation>„{0}“ ist noch nicht in der Tabelle: Jetzt ist diese Datei an der Reihe.</translation>
    </message>
    <message>
        <source>After it comes “{0}”.</source>
        <translation>Danach kommt „{0}“.</translation>
    </message>
    <message>
        <source>After it come {0} more files.</source>
        <translation>Danach kommen {0} weitere Dateien.</translation>
    </message>
</context>
<context>
    <name>DataRooms</name>
    <message>
        <source>Let a model write rows, or work over those you have</source>
        <translation>Ein Modell Zeilen schreiben oder vorhandene überarbeiten lassen</translation>
    </message>
    <message>
        <source>Make data</source>
        <translation>Daten erzeugen</translation>
    </message>
    <message>
        <source>See which rows mean the same, contradict each other, or are like no other</source>
        <translation>Sehen, welche Zeilen dasselbe bedeuten, sich widersprechen oder keiner anderen gleichen</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>Bedeutung</translation>
    </message>
</context>
<context>
    <name>DemandsDialog</name>
    <message>
        <source>Mark those that pass</source>
        <translation>Bestandene markieren</translation>
    </message>
    <message>
        <source>The answer is not empty</source>
        <translation>Die Antwort ist nicht leer</translation>
    </message>
    <message>
        <source>It was not cut off, and not refused</source>
        <translation>Sie wurde weder abgeschnitten noch verweigert</translation>
    </message>
    <message>
        <source>It differs from the text before</source>
        <translation>Sie unterscheidet sich vom Text davor</translation>
    </message>
    <message>
        <source>It is no longer than so many tokens:</source>
        <translation>Sie ist höchstens so viele Token lang:</translation>
    </message>
    <message>
        <source>The most tokens</source>
        <translation>Höchstzahl der Token</translation>
    </message>
    <message>
        <source>It keeps the label of the row</source>
        <translation>Sie behält die Klasse der Zeile</translation>
    </message>
    <message>
        <source>Answers that pass all of these get their mark, all others lose it:</source>
        <translation>Antworten, die all das bestehen, werden markiert; bei allen anderen entfällt die Markierung:</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Mark them</source>
        <translation>Markieren</translation>
    </message>
    <message>
        <source>{0} answers pass.</source>
        <translation>{0} Antworten bestehen.</translation>
    </message>
    <message>
        <source>1 answer passes.</source>
        <translation>1 Antwort besteht.</translation>
    </message>
</context>
<context>
    <name>Display</name>
    <message>
        <source>It goes on with a text and knows no conversations: it was given this message alone.</source>
        <translation>Es setzt einen Text fort und kennt keine Gespräche: Es bekam nur diese Nachricht.</translation>
    </message>
    <message>
        <source>Your message before this one was not answered, so it was left out here.</source>
        <translation>Ihre Nachricht vor dieser wurde nicht beantwortet und deshalb hier weggelassen.</translation>
    </message>
    <message>
        <source>{0} at {1}</source>
        <translation>{0} bei {1}</translation>
    </message>
</context>
<context>
    <name>Earlier</name>
    <message>
        <source>What was made in this project</source>
        <translation>Was in diesem Projekt erzeugt wurde</translation>
    </message>
    <message>
        <source>Something new</source>
        <translation>Etwas Neues</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>worked over</source>
        <translation>überarbeitet</translation>
    </message>
    <message>
        <source>Tests of this project</source>
        <translation>Tests dieses Projekts</translation>
    </message>
    <message>
        <source>New test</source>
        <translation>Neuer Test</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
</context>
<context>
    <name>EarlierDialog</name>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Taken away: {0}. When you close this window it is gone.</source>
        <translation>Entfernt: {0}. Wenn Sie dieses Fenster schließen, ist es weg.</translation>
    </message>
</context>
<context>
    <name>EarlierMenu</name>
    <message>
        <source>{0} ({1} of {2})</source>
        <translation>{0} ({1} von {2})</translation>
    </message>
</context>
<context>
    <name>EditorPage</name>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Each row is one example to learn from. Changes are saved at once.</source>
        <translation>Jede Zeile ist ein Beispiel zum Lernen. Änderungen werden sofort gespeichert.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Check up…</source>
        <translation>Prüfen…</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Modell trainieren</translation>
    </message>
    <message>
        <source>No project is open. Open, drop or paste your table; its rows will stand here.</source>
        <translation>Kein Projekt ist geöffnet. Öffnen Sie Ihre Tabelle, ziehen Sie sie hierher oder fügen Sie sie ein; dann stehen hier ihre Zeilen.</translation>
    </message>
    <message>
        <source>Reading the rows</source>
        <translation>Zeilen werden gelesen</translation>
    </message>
    <message>
        <source>This project has no rows yet. Open, drop or paste your table to bring some.</source>
        <translation>Dieses Projekt hat noch keine Zeilen. Öffnen Sie Ihre Tabelle, ziehen Sie sie hierher oder fügen Sie sie ein.</translation>
    </message>
    <message>
        <source>Use my file</source>
        <translation>Meine Datei nutzen</translation>
    </message>
</context>
<context>
    <name>Ending</name>
    <message>
        <source>ends {0}</source>
        <translation>endet am {0}</translation>
    </message>
    <message>
        <source>switched off since {0}</source>
        <translation>abgeschaltet seit dem {0}</translation>
    </message>
</context>
<context>
    <name>Endings</name>
    <message>
        <source>Open {0}</source>
        <translation>{0} öffnen</translation>
    </message>
    <message>
        <source>More such models in these projects: {0}.</source>
        <translation>Weitere solche Modelle in diesen Projekten: {0}.</translation>
    </message>
    <message>
        <source>Its rows are still in the project: train them again on this computer.</source>
        <translation>Die Zeilen sind noch im Projekt: Trainieren Sie sie auf diesem Computer neu.</translation>
    </message>
    <message>
        <source>Train the rows again on this computer. Before that day, “Bring my models home” keeps the model’s answers.</source>
        <translation>Trainieren Sie die Zeilen auf diesem Computer neu. Vor diesem Tag bewahrt „Meine Modelle nach Hause holen“ die Antworten des Modells.</translation>
    </message>
    <message>
        <source>{0} and others in {1} were switched off on {2} ({3} models in all).</source>
        <translation>{0} und weitere in {1} wurden am {2} abgeschaltet (insgesamt {3} Modelle).</translation>
    </message>
    <message>
        <source>{0} in {1} was switched off on {2}.</source>
        <translation>{0} in {1} wurde am {2} abgeschaltet.</translation>
    </message>
    <message>
        <source>{0} and others in {1} will be switched off on {2} ({3} models in all).</source>
        <translation>{0} und weitere in {1} werden am {2} abgeschaltet (insgesamt {3} Modelle).</translation>
    </message>
    <message>
        <source>{0} in {1} will be switched off on {2}.</source>
        <translation>{0} in {1} wird am {2} abgeschaltet.</translation>
    </message>
</context>
<context>
    <name>ExampleModel</name>
    <message>
        <source>Row {0}, {1}: {2}</source>
        <translation>Zeile {0}, {1}: {2}</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
</context>
<context>
    <name>ExampleTable</name>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export the rows</source>
        <translation>Zeilen exportieren</translation>
    </message>
    <message>
        <source>Choose where to save…</source>
        <translation>Speicherort wählen…</translation>
    </message>
    <message>
        <source>Looking at the rows</source>
        <translation>Zeilen werden angesehen</translation>
    </message>
    <message>
        <source>Excel workbooks (*.xlsx)</source>
        <translation>Excel-Arbeitsmappen (*.xlsx)</translation>
    </message>
    <message>
        <source>Folders (*)</source>
        <translation>Ordner (*)</translation>
    </message>
    <message>
        <source>Writing “{0}”</source>
        <translation>„{0}“ wird geschrieben</translation>
    </message>
    <message>
        <source>“{0}” is written: {1}, {2}.</source>
        <translation>„{0}“ ist geschrieben: {1}, {2}.</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>zeilen</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message>
        <source>This project has no rows yet, so there is nothing to export.</source>
        <translation>Dieses Projekt hat noch keine Zeilen, es gibt also nichts zu exportieren.</translation>
    </message>
    <message>
        <source>Who gets the file</source>
        <translation>Wer die Datei bekommt</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Any program (everything is kept)</source>
        <translation>Beliebiges Programm (alles bleibt erhalten)</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Leave out what {0} does not know</source>
        <translation>Weglassen, was {0} nicht kennt</translation>
    </message>
    <message>
        <source>Not known there: {0}.</source>
        <translation>Dort nicht bekannt: {0}.</translation>
    </message>
    <message>
        <source>Without “weight”, all answers of a chat are learnt, also those marked with 0.</source>
        <translation>Ohne „weight“ werden alle Antworten eines Gesprächs gelernt, auch die mit 0 gekennzeichneten.</translation>
    </message>
    <message>
        <source>{0} may refuse a file that keeps them.</source>
        <translation>{0} lehnt eine Datei vielleicht ab, die das enthält.</translation>
    </message>
</context>
<context>
    <name>Farewell</name>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Endgültig löschen</translation>
    </message>
    <message>
        <source>Nobody can ask this model any more then. What you have not brought home from {0} is lost with it. It cannot be brought back.</source>
        <translation>Danach kann niemand mehr dieses Modell fragen. Was Sie nicht von {0} nach Hause geholt haben, geht mit ihm verloren. Es lässt sich nicht zurückholen.</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>This model can then not be asked or compared any more. Its curve, its answers and your rows stay. It goes to the bin, and can be put back until TuneDesk closes.</source>
        <translation>Danach kann dieses Modell nicht mehr gefragt oder verglichen werden. Seine Kurve, seine Antworten und Ihre Zeilen bleiben. Es kommt in den Papierkorb und kann zurückgeholt werden, bis TuneDesk geschlossen wird.</translation>
    </message>
    <message>
        <source>Looking what needs it, in this project and in others…</source>
        <translation>Es wird nachgesehen, wofür es gebraucht wird, in diesem und in anderen Projekten…</translation>
    </message>
    <message>
        <source>What needs it could not be looked up.</source>
        <translation>Es ließ sich nicht nachsehen, wofür es gebraucht wird.</translation>
    </message>
    <message>
        <source>Also delete the file uploaded for it ({0})</source>
        <translation>Auch die dafür hochgeladene Datei löschen ({0})</translation>
    </message>
    <message>
        <source>Also delete the {0} files uploaded for it ({1})</source>
        <translation>Auch die {0} dafür hochgeladenen Dateien löschen ({1})</translation>
    </message>
    <message>
        <source>Files that other trainings still need stay: {0}.</source>
        <translation>Dateien, die andere Trainings noch brauchen, bleiben: {0}.</translation>
    </message>
    <message>
        <source>The copy of your rows that was made for this training is then gone. The rows in your project stay.</source>
        <translation>Die Kopie Ihrer Zeilen, die für dieses Training angelegt wurde, ist dann weg. Die Zeilen in Ihrem Projekt bleiben.</translation>
    </message>
    <message>
        <source>Your rows are then gone at {0}, and so is the way to look up what this model has learned. Rows in a project on this computer stay; what is not at home is lost.</source>
        <translation>Ihre Zeilen sind dann bei {0} weg, und damit auch die Möglichkeit nachzusehen, was dieses Modell gelernt hat. Zeilen in einem Projekt auf diesem Computer bleiben; was nicht zu Hause ist, geht verloren.</translation>
    </message>
</context>
<context>
    <name>FetchModel</name>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Progress of fetching {0}</source>
        <translation>Fortschritt beim Holen von {0}</translation>
    </message>
    <message>
        <source>{0} is on this computer.</source>
        <translation>{0} ist auf diesem Computer.</translation>
    </message>
    <message>
        <source>{0} is here and is being prepared.</source>
        <translation>{0} ist da und wird vorbereitet.</translation>
    </message>
    <message>
        <source>{0} is being fetched.</source>
        <translation>{0} wird geholt.</translation>
    </message>
    <message>
        <source>{0} of {1} is here ({2} %). The rest can come whenever you like.</source>
        <translation>{0} von {1} ist da ({2} %). Der Rest kann kommen, wann immer Sie möchten.</translation>
    </message>
    <message>
        <source>{0} is not on this computer yet. It is fetched once over the internet ({1}); after that no connection is needed.</source>
        <translation>{0} ist noch nicht auf diesem Computer. Es wird einmal über das Internet geholt ({1}); danach ist keine Verbindung mehr nötig.</translation>
    </message>
    <message>
        <source>Go on fetching {0}</source>
        <translation>{0} weiter holen</translation>
    </message>
    <message>
        <source>Fetch {0} ({1})</source>
        <translation>{0} holen ({1})</translation>
    </message>
    <message>
        <source>Go on fetching it</source>
        <translation>Weiter holen</translation>
    </message>
    <message>
        <source>Fetch it ({0})</source>
        <translation>Holen ({0})</translation>
    </message>
    <message>
        <source>Stop fetching</source>
        <translation>Nicht weiter holen</translation>
    </message>
    <message>
        <source>Throw away what has come</source>
        <translation>Bisher Geholtes verwerfen</translation>
    </message>
    <message>
        <source>Take it out of the list</source>
        <translation>Aus der Liste nehmen</translation>
    </message>
</context>
<context>
    <name>FilePrompts</name>
    <message>
        <source>Tables and texts (*.csv *.tsv *.txt *.jsonl *.json *.xlsx *.ods *.parquet)</source>
        <translation>Tabellen und Texte (*.csv *.tsv *.txt *.jsonl *.json *.xlsx *.ods *.parquet)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>A file with prompts</source>
        <translation>Eine Datei mit Prompts</translation>
    </message>
    <message>
        <source>Looking at {0}…</source>
        <translation>{0} wird angesehen…</translation>
    </message>
    <message>
        <source>{0} prompts read…</source>
        <translation>{0} Prompts gelesen…</translation>
    </message>
    <message>
        <source>1 prompt read…</source>
        <translation>1 Prompt gelesen…</translation>
    </message>
    <message>
        <source>Reading {0}…</source>
        <translation>{0} wird gelesen…</translation>
    </message>
    <message>
        <source>The file has no prompts in that column.</source>
        <translation>In dieser Spalte hat die Datei keine Prompts.</translation>
    </message>
    <message>
        <source>Rows without a prompt, left out: {0}.</source>
        <translation>Zeilen ohne Prompt, weggelassen: {0}.</translation>
    </message>
    <message>
        <source>The file has more: the first {0} were taken.</source>
        <translation>Die Datei enthält mehr: Die ersten {0} wurden genommen.</translation>
    </message>
</context>
<context>
    <name>FileRows</name>
    <message>
        <source>Tables and texts (*.csv *.tsv *.jsonl *.json *.xlsx *.ods *.parquet)</source>
        <translation>Tabellen und Texte (*.csv *.tsv *.jsonl *.json *.xlsx *.ods *.parquet)</translation>
    </message>
    <message>
        <source>A file with questions and answers</source>
        <translation>Eine Datei mit Fragen und Antworten</translation>
    </message>
    <message>
        <source>Reading {0}…</source>
        <translation>{0} wird gelesen…</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>FilterDialog</name>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Text in one of the fields</source>
        <translation>Text in einem der Felder</translation>
    </message>
    <message>
        <source>In each group one tick is enough; a row has to fit in every group that has ticks.</source>
        <translation>In jeder Gruppe genügt ein Häkchen; eine Zeile muss in jede Gruppe passen, die Häkchen hat.</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Found by the check-up</source>
        <translation>In der Prüfung gefunden</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Empty field</source>
        <translation>Leeres Feld</translation>
    </message>
    <message>
        <source>Any length</source>
        <translation>Beliebige Länge</translation>
    </message>
    <message>
        <source>Longer than </source>
        <translation>Länger als </translation>
    </message>
    <message>
        <source> tokens</source>
        <translation> Token</translation>
    </message>
    <message>
        <source>Longer than so many tokens</source>
        <translation>Länger als so viele Token</translation>
    </message>
    <message>
        <source>Changed since a training</source>
        <translation>Seit einem Training geändert</translation>
    </message>
    <message>
        <source>Changed since any time</source>
        <translation>Irgendwann geändert</translation>
    </message>
    <message>
        <source>Changed since the training of {0}, {1}</source>
        <translation>Geändert seit dem Training von {0}, {1}</translation>
    </message>
    <message>
        <source>Order of the rows</source>
        <translation>Reihenfolge der Zeilen</translation>
    </message>
    <message>
        <source>In the order of the table</source>
        <translation>Wie in der Tabelle</translation>
    </message>
    <message>
        <source>The longest rows first</source>
        <translation>Die längsten Zeilen zuerst</translation>
    </message>
    <message>
        <source>The shortest rows first</source>
        <translation>Die kürzesten Zeilen zuerst</translation>
    </message>
    <message>
        <source>Show these rows</source>
        <translation>Diese Zeilen zeigen</translation>
    </message>
</context>
<context>
    <name>FilterRow</name>
    <message>
        <source>Look again</source>
        <translation>Neu nachsehen</translation>
    </message>
    <message>
        <source>Rows may have changed since: show those that fit now (F5)</source>
        <translation>Zeilen können sich inzwischen geändert haben: zeigen, welche jetzt passen (F5)</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Which rows are shown</source>
        <translation>Welche Zeilen gezeigt werden</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Wird gesucht …</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>The only row does not fit. Take a condition away.</source>
        <translation>Die einzige Zeile passt nicht. Nehmen Sie eine Bedingung weg.</translation>
    </message>
    <message>
        <source>None of {0} rows fits. Take a condition away.</source>
        <translation>Keine von {0} Zeilen passt. Nehmen Sie eine Bedingung weg.</translation>
    </message>
    <message>
        <source>{0}: take away</source>
        <translation>{0}: wegnehmen</translation>
    </message>
    <message>
        <source>Take this condition away</source>
        <translation>Diese Bedingung wegnehmen</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Replace by</source>
        <translation>Ersetzen durch</translation>
    </message>
    <message>
        <source>Capital and small letters differ</source>
        <translation>Groß- und Kleinschreibung beachten</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>Wort</translation>
    </message>
    <message>
        <source>Whole words only</source>
        <translation>Nur ganze Wörter</translation>
    </message>
    <message>
        <source>Pattern (regular expression)</source>
        <translation>Muster (regulärer Ausdruck)</translation>
    </message>
    <message>
        <source>Find in</source>
        <translation>Suchen in</translation>
    </message>
    <message>
        <source>Replace in</source>
        <translation>Ersetzen in</translation>
    </message>
    <message>
        <source>In all rows shown</source>
        <translation>In allen gezeigten Zeilen</translation>
    </message>
    <message>
        <source>In the chosen rows</source>
        <translation>In den gewählten Zeilen</translation>
    </message>
    <message>
        <source>In all rows of the project</source>
        <translation>In allen Zeilen des Projekts</translation>
    </message>
    <message>
        <source>How the search went</source>
        <translation>Wie die Suche ausging</translation>
    </message>
    <message>
        <source>Show only these rows</source>
        <translation>Nur diese Zeilen zeigen</translation>
    </message>
    <message>
        <source>Replace in this row</source>
        <translation>In dieser Zeile ersetzen</translation>
    </message>
    <message>
        <source>Replace all…</source>
        <translation>Alle ersetzen…</translation>
    </message>
    <message>
        <source>In all fields but note and tags</source>
        <translation>In allen Feldern außer Notiz und Schlagwörtern</translation>
    </message>
    <message>
        <source>In {0}</source>
        <translation>In {0}</translation>
    </message>
    <message>
        <source>Close find</source>
        <translation>Suche schließen</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Vorige</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>${0}</source>
        <translation>{0} $</translation>
    </message>
    <message>
        <source>Against repetition (frequency penalty)</source>
        <translation>Gegen Wiederholung (Häufigkeitsabzug)</translation>
    </message>
    <message>
        <source>Answers cut off at the longest length</source>
        <translation>Bei der Höchstlänge abgeschnittene Antworten</translation>
    </message>
    <message>
        <source>Chance (temperature)</source>
        <translation>Zufall (Temperatur)</translation>
    </message>
    <message>
        <source>Cost of an answer</source>
        <translation>Kosten einer Antwort</translation>
    </message>
    <message>
        <source>How different the repeats are (spread)</source>
        <translation>Wie verschieden die Wiederholungen sind (Streuung)</translation>
    </message>
    <message>
        <source>How much an answer repeats itself (runs of 3 words)</source>
        <translation>Wie sehr sich eine Antwort wiederholt (Folgen von 3 Wörtern)</translation>
    </message>
    <message>
        <source>In front is {0} ({1}), but no best one can be named: {2} of the other {3} settings may be just as good. More prompts would tell them apart.</source>
        <translation>Vorn liegt {0} ({1}), aber eine beste lässt sich nicht nennen: {2} der anderen {3} Einstellungen sind vielleicht genauso gut. Mehr Prompts würden sie unterscheiden.</translation>
    </message>
    <message>
        <source>Length in letters</source>
        <translation>Länge in Zeichen</translation>
    </message>
    <message>
        <source>Likeness to the expected answer (chrF)</source>
        <translation>Ähnlichkeit mit der erwarteten Antwort (chrF)</translation>
    </message>
    <message>
        <source>New subjects (presence penalty)</source>
        <translation>Neue Themen (Präsenzabzug, presence penalty)</translation>
    </message>
    <message>
        <source>No prompt has an expected answer, so it cannot be said which setting answers best. The other figures show what the settings do.</source>
        <translation>Kein Prompt hat eine erwartete Antwort; darum lässt sich nicht sagen, welche Einstellung am besten antwortet. Die anderen Werte zeigen, was die Einstellungen bewirken.</translation>
    </message>
    <message>
        <source>Right answers to the letter (exact match)</source>
        <translation>Buchstabengetreu richtige Antworten (exakte Übereinstimmung)</translation>
    </message>
    <message>
        <source>Right answers, but for case and spaces (normalised match)</source>
        <translation>Richtige Antworten bis auf Groß-/Kleinschreibung und Leerzeichen (normalisierte Übereinstimmung)</translation>
    </message>
    <message>
        <source>Seconds for an answer</source>
        <translation>Sekunden für eine Antwort</translation>
    </message>
    <message>
        <source>Share of likely words (top_p)</source>
        <translation>Anteil wahrscheinlicher Wörter (top_p)</translation>
    </message>
    <message>
        <source>The best setting is {0} ({1}). On the same {2} prompts it does better than every other one.</source>
        <translation>Die beste Einstellung ist {0} ({1}). Bei denselben {2} Prompts ist sie besser als jede andere.</translation>
    </message>
    <message>
        <source>There is no difference that one could tell: with {0} prompts, chance alone can put {1} in front ({2}).</source>
        <translation>Es ist kein Unterschied zu erkennen: Bei {0} Prompts kann schon der Zufall {1} nach vorn bringen ({2}).</translation>
    </message>
    <message>
        <source>There is one setting only: {0} ({1}).</source>
        <translation>Es gibt nur eine Einstellung: {0} ({1}).</translation>
    </message>
    <message>
        <source>This rests on one prompt. It shows what the settings do to it; which one is best in general cannot be told from it.</source>
        <translation>Das beruht auf einem einzigen Prompt. Es zeigt, was die Einstellungen bei ihm bewirken; welche im Allgemeinen die beste ist, lässt sich daraus nicht ablesen.</translation>
    </message>
    <message>
        <source>cost of an answer</source>
        <translation>Kosten einer Antwort</translation>
    </message>
    <message>
        <source>cut off</source>
        <translation>abgeschnitten</translation>
    </message>
    <message>
        <source>free</source>
        <translation>kostenlos</translation>
    </message>
    <message>
        <source>frequency penalty</source>
        <translation>Häufigkeitsabzug</translation>
    </message>
    <message>
        <source>letters</source>
        <translation>Zeichen</translation>
    </message>
    <message>
        <source>likeness</source>
        <translation>Ähnlichkeit</translation>
    </message>
    <message>
        <source>no answer yet</source>
        <translation>noch keine Antwort</translation>
    </message>
    <message>
        <source>presence penalty</source>
        <translation>Präsenzabzug</translation>
    </message>
    <message>
        <source>repetition</source>
        <translation>Wiederholung</translation>
    </message>
    <message>
        <source>right</source>
        <translation>richtig</translation>
    </message>
    <message>
        <source>right to the letter</source>
        <translation>buchstabengetreu richtig</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>spread</source>
        <translation>Streuung</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>top_p</source>
        <translation>top_p</translation>
    </message>
    <message>
        <source>{0} %</source>
        <translation>{0} %</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}, {1}</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} s</translation>
    </message>
    <message>
        <source>{0}, by prompt from {1} to {2} ({3})</source>
        <translation>{0}, je Prompt von {1} bis {2} ({3})</translation>
    </message>
    <message>
        <source>{0}, probably from {1} to {2} ({3})</source>
        <translation>{0}, wahrscheinlich von {1} bis {2} ({3})</translation>
    </message>
</context>
<context>
    <name>FinderPage</name>
    <message>
        <source>Ask one model in many ways, and see which values of its settings answer best.</source>
        <translation>Ein Modell auf viele Arten fragen und sehen, mit welchen Einstellungen es am besten antwortet.</translation>
    </message>
    <message>
        <source>Value finder</source>
        <translation>Wertefinder</translation>
    </message>
    <message>
        <source>The value finder keeps what it asks in a project. Open one, or make one from your data.</source>
        <translation>Der Wertefinder hebt in einem Projekt auf, was er fragt. Öffnen Sie eines, oder machen Sie eines aus Ihren Daten.</translation>
    </message>
    <message>
        <source>Go to Start</source>
        <translation>Zum Start</translation>
    </message>
    <message>
        <source>Ask {0} times</source>
        <translation>{0}-mal fragen</translation>
    </message>
    <message>
        <source>Ask once</source>
        <translation>Einmal fragen</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>New search</source>
        <translation>Neue Suche</translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>Look for trainings</source>
        <translation>Trainings suchen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Trainings that this project does not know</source>
        <translation>Trainings, die dieses Projekt nicht kennt</translation>
    </message>
    <message>
        <source>Trainings of your account that were started elsewhere, or from another project, can be taken up here: with their story and their curves. Nothing changes at their place.</source>
        <translation>Trainings Ihres Kontos, die anderswo oder aus einem anderen Projekt gestartet wurden, lassen sich hier aufnehmen: mit ihrer Geschichte und ihren Kurven. An ihrem Ort ändert sich nichts.</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Asking {0} for its trainings</source>
        <translation>{0} wird nach Trainings gefragt</translation>
    </message>
    <message>
        <source>Taking up {0} trainings</source>
        <translation>{0} Trainings werden aufgenommen</translation>
    </message>
    <message>
        <source>Taking up this training</source>
        <translation>Dieses Training wird aufgenommen</translation>
    </message>
    <message>
        <source>There are no trainings at this place that the project does not know already.</source>
        <translation>An diesem Ort gibt es keine Trainings, die das Projekt nicht schon kennt.</translation>
    </message>
    <message>
        <source>Take up this training</source>
        <translation>Dieses Training aufnehmen</translation>
    </message>
    <message>
        <source>Take up {0} trainings</source>
        <translation>{0} Trainings aufnehmen</translation>
    </message>
</context>
<context>
    <name>FindingBoard</name>
    <message>
        <source>Accept all recommended</source>
        <translation>Alle empfohlenen annehmen</translation>
    </message>
    <message>
        <source>Rows that came in: {0}. Examples made of them: {1}. Rows left out: {2}.</source>
        <translation>Eingelesene Zeilen: {0}. Daraus entstandene Beispiele: {1}. Weggelassene Zeilen: {2}.</translation>
    </message>
    <message>
        <source>Nothing was found that needs your attention. The rows can stay as they are.</source>
        <translation>Es wurde nichts gefunden, worum Sie sich kümmern müssten. Die Zeilen können so bleiben.</translation>
    </message>
    <message>
        <source>No row can take the new form. The reasons stand above, under “Rows left out”.</source>
        <translation>Keine Zeile kann die neue Form annehmen. Die Gründe stehen oben unter „Weggelassene Zeilen“.</translation>
    </message>
    <message>
        <source>No row of this file became an example. The reasons stand above, under “Rows left out”.</source>
        <translation>Aus keiner Zeile dieser Datei wurde ein Beispiel. Die Gründe stehen oben unter „Weggelassene Zeilen“.</translation>
    </message>
    <message>
        <source>This must be mended before you can go on: {0}</source>
        <translation>Bevor es weitergeht, muss das behoben werden: {0}</translation>
    </message>
</context>
<context>
    <name>FindingList</name>
    <message>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
</context>
<context>
    <name>FindingView</name>
    <message>
        <source>Skip (leave the rows as they are)</source>
        <translation>Überspringen (Zeilen lassen, wie sie sind)</translation>
    </message>
    <message>
        <source>What TuneDesk can do: {0}</source>
        <translation>Was TuneDesk tun kann: {0}</translation>
    </message>
    <message>
        <source>Accept (recommended)</source>
        <translation>Annehmen (empfohlen)</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>TuneDesk cannot mend this for you. Mend it in the table, or go back and answer otherwise.</source>
        <translation>Das kann TuneDesk nicht für Sie beheben. Beheben Sie es in der Tabelle, oder gehen Sie zurück und antworten Sie anders.</translation>
    </message>
    <message>
        <source>TuneDesk cannot mend this for you. Mend it in the file, or go back and answer otherwise.</source>
        <translation>Das kann TuneDesk Ihnen nicht abnehmen. Ändern Sie es in der Datei, oder gehen Sie zurück und antworten Sie anders.</translation>
    </message>
    <message>
        <source>TuneDesk does not change this by itself. You can mend it in the table.</source>
        <translation>Das ändert TuneDesk nicht von selbst. Sie können es in der Tabelle beheben.</translation>
    </message>
    <message>
        <source>TuneDesk does not change this by itself. You can mend it in the table later, or in the file now.</source>
        <translation>Von sich aus ändert TuneDesk das nicht. Sie können es später in der Tabelle beheben oder jetzt in der Datei.</translation>
    </message>
    <message>
        <source>Looking up the rows</source>
        <translation>Zeilen werden herausgesucht</translation>
    </message>
    <message>
        <source>The rows, each beside the one that it is like</source>
        <translation>Die Zeilen, jede neben der, der sie gleicht</translation>
    </message>
    <message>
        <source>The first {0} of {1} rows, each beside the one that it is like</source>
        <translation>Die ersten {0} von {1} Zeilen, jede neben der, der sie gleicht</translation>
    </message>
    <message>
        <source>The first {0} of {1} rows</source>
        <translation>Die ersten {0} von {1} Zeilen</translation>
    </message>
    <message>
        <source>The row</source>
        <translation>Die Zeile</translation>
    </message>
    <message>
        <source>The rows</source>
        <translation>Die Zeilen</translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>Must be mended</source>
        <translation>Muss behoben werden</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>Rat</translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation>Gut zu wissen</translation>
    </message>
    <message>
        <source>How much there is</source>
        <translation>Wie viel da ist</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Rows that repeat</source>
        <translation>Wiederholte Zeilen</translation>
    </message>
    <message>
        <source>Answers (labels)</source>
        <translation>Antworten (Klassen)</translation>
    </message>
    <message>
        <source>Form of prompts and answers</source>
        <translation>Form von Prompts und Antworten</translation>
    </message>
    <message>
        <source>Messages of a chat</source>
        <translation>Nachrichten eines Gesprächs</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>Zeichen</translation>
    </message>
    <message>
        <source>Private things</source>
        <translation>Persönliches</translation>
    </message>
    <message>
        <source>Training, validation and test</source>
        <translation>Training, Validierung und Test</translation>
    </message>
    <message>
        <source>will be repaired</source>
        <translation>wird repariert</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>übersprungen</translation>
    </message>
    <message>
        <source>can be repaired</source>
        <translation>kann repariert werden</translation>
    </message>
    <message>
        <source>One row was looked over.</source>
        <translation>Eine Zeile wurde durchgesehen.</translation>
    </message>
    <message>
        <source>{0} rows were looked over.</source>
        <translation>{0} Zeilen wurden durchgesehen.</translation>
    </message>
    <message>
        <source>One row cannot take the new form and leaves the table; undo brings it back.</source>
        <translation>Eine Zeile kann die neue Form nicht annehmen und verlässt die Tabelle; Rückgängig holt sie zurück.</translation>
    </message>
    <message>
        <source>{0} rows cannot take the new form and leave the table; undo brings them back.</source>
        <translation>{0} Zeilen können die neue Form nicht annehmen und verlassen die Tabelle; Rückgängig holt sie zurück.</translation>
    </message>
</context>
<context>
    <name>Foot</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
</context>
<context>
    <name>FoundView</name>
    <message>
        <source>What to list</source>
        <translation>Was auflisten</translation>
    </message>
    <message>
        <source>Alike from</source>
        <translation>Ähnlich ab</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Show them in the table</source>
        <translation>In der Tabelle zeigen</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>alike from</source>
        <translation>ähnlich ab</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Neu nachsehen</translation>
    </message>
    <message>
        <source>Compares every row with every other one: what asks the same, what contradicts, what stands in two parts, and what is like no other.</source>
        <translation>Vergleicht jede Zeile mit jeder anderen: was dasselbe fragt, was sich widerspricht, was in zwei Teilen steht und was keiner anderen gleicht.</translation>
    </message>
    <message>
        <source>{0} rows compared.</source>
        <translation>{0} Zeilen verglichen.</translation>
    </message>
    <message>
        <source>1 row compared.</source>
        <translation>1 Zeile verglichen.</translation>
    </message>
    <message>
        <source>{0} have not been read yet.</source>
        <translation>{0} sind noch nicht gelesen.</translation>
    </message>
    <message>
        <source>1 has not been read yet.</source>
        <translation>1 ist noch nicht gelesen.</translation>
    </message>
    <message>
        <source>Answers were not read, so contradictions are not looked for.</source>
        <translation>Antworten wurden nicht gelesen, deshalb wird nicht nach Widersprüchen gesucht.</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>Es wurde nichts gefunden.</translation>
    </message>
</context>
<context>
    <name>GridPlan</name>
    <message>
        <source>Only some combinations, drawn by chance</source>
        <translation>Nur einige Kombinationen, zufällig gezogen</translation>
    </message>
    <message>
        <source>Fill in an example</source>
        <translation>Ein Beispiel einsetzen</translation>
    </message>
    <message>
        <source>How many of them</source>
        <translation>Wie viele davon</translation>
    </message>
    <message>
        <source>Number for chance (seed)</source>
        <translation>Startwert für den Zufall (Seed)</translation>
    </message>
    <message>
        <source>Write a description of a superhero of about {age} years, a {gender}, who has the power of {power}.</source>
        <translation>Beschreibe einen Superhelden, etwa {age} Jahre alt, {gender}, mit dieser Kraft: {power}.</translation>
    </message>
    <message>
        <source>What the writing model is asked</source>
        <translation>Was das schreibende Modell gefragt wird</translation>
    </message>
    <message>
        <source>Say exactly what you want. Names in braces, such as {age}, are filled from the lists below.</source>
        <translation>Sagen Sie genau, was Sie möchten. Namen in geschweiften Klammern, etwa {age}, werden aus den Listen unten gefüllt.</translation>
    </message>
    <message>
        <source>What your model will be asked (training prompt)</source>
        <translation>Was Ihr Modell gefragt wird (Trainingsprompt)</translation>
    </message>
    <message>
        <source>Short: your model learns to do the rest by itself. Empty: the same as above.</source>
        <translation>Kurz: Ihr Modell lernt, den Rest von sich aus zu tun. Leer: dasselbe wie oben.</translation>
    </message>
    <message>
        <source>What your model shall answer</source>
        <translation>Was Ihr Modell antworten soll</translation>
    </message>
    <message>
        <source>{response} is the place of the writing model&apos;s answer.</source>
        <translation>{response} steht für die Antwort des schreibenden Modells.</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>How often each combination is asked.</source>
        <translation>Wie oft jede Kombination gefragt wird.</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Every combination is asked once for each repeat; the first list changes slowest.</source>
        <translation>Jede Kombination wird je Wiederholung einmal gefragt; die erste Liste wechselt am langsamsten.</translation>
    </message>
    <message>
        <source>The first prompt</source>
        <translation>Der erste Prompt</translation>
    </message>
    <message>
        <source>{0} × {1} = {2}</source>
        <translation>{0} × {1} = {2}</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>Your model will be asked: {0}</source>
        <translation>Ihr Modell wird gefragt: {0}</translation>
    </message>
</context>
<context>
    <name>GroupView</name>
    <message>
        <source>The rows of this group are not in the table any more.</source>
        <translation>Die Zeilen dieser Gruppe stehen nicht mehr in der Tabelle.</translation>
    </message>
    <message>
        <source>Show more rows ({0} are not shown)</source>
        <translation>Weitere Zeilen zeigen ({0} sind nicht zu sehen)</translation>
    </message>
    <message>
        <source>Row {0}</source>
        <translation>Zeile {0}</translation>
    </message>
    <message>
        <source>{0} · compared with row {1}</source>
        <translation>{0} · verglichen mit Zeile {1}</translation>
    </message>
    <message>
        <source>Use it again</source>
        <translation>Wieder verwenden</translation>
    </message>
    <message>
        <source>Keep this, exclude the other</source>
        <translation>Diese behalten, andere ausschließen</translation>
    </message>
    <message>
        <source>Keep this, exclude others</source>
        <translation>Diese behalten, übrige ausschließen</translation>
    </message>
    <message>
        <source>Exclude</source>
        <translation>Ausschließen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
</context>
<context>
    <name>Guiding</name>
    <message>
        <source>That works on the rows of a project. Begin with a table, or open a project.</source>
        <translation>Das arbeitet mit den Zeilen eines Projekts. Beginnen Sie mit einer Tabelle, oder öffnen Sie ein Projekt.</translation>
    </message>
</context>
<context>
    <name>Heads</name>
    <message>
        <source>Add a model</source>
        <translation>Modell hinzufügen</translation>
    </message>
</context>
<context>
    <name>HeatModel</name>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
    <message>
        <source>{0}. The best setting</source>
        <translation>{0}. Die beste Einstellung</translation>
    </message>
</context>
<context>
    <name>HeatView</name>
    <message>
        <source>Settings and their figures</source>
        <translation>Einstellungen und ihre Zahlen</translation>
    </message>
</context>
<context>
    <name>HelpDialogs</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>HelpPlace</name>
    <message>
        <source>Pages of the help</source>
        <translation>Seiten der Hilfe</translation>
    </message>
    <message>
        <source>What the words of this program mean</source>
        <translation>Was die Wörter dieses Programms bedeuten</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>What is fetched or sent, when, and to whom</source>
        <translation>Was geholt oder gesendet wird, wann und zu wem</translation>
    </message>
    <message>
        <source>Internet</source>
        <translation>Internet</translation>
    </message>
    <message>
        <source>Which way suits your task</source>
        <translation>Welcher Weg zu Ihrer Aufgabe passt</translation>
    </message>
    <message>
        <source>Fine-tuning or embeddings?</source>
        <translation>Feinabstimmung oder Einbettungen?</translation>
    </message>
</context>
<context>
    <name>HintLine</name>
    <message>
        <source>New here? The first steps lead from a sample to two answers to compare.</source>
        <translation>Neu hier? Die ersten Schritte führen von einem Beispiel zu zwei Antworten, die man vergleichen kann.</translation>
    </message>
    <message>
        <source>Everything you change is kept at once, and {0} takes it back, even after a restart.</source>
        <translation>Alles, was Sie ändern, ist sofort gesichert, und {0} nimmt es zurück, auch nach einem Neustart.</translation>
    </message>
    <message>
        <source>A training goes on when you close this window. {0} explains the words on this page.</source>
        <translation>Ein Training läuft weiter, wenn Sie dieses Fenster schließen. {0} erklärt die Wörter auf dieser Seite.</translation>
    </message>
    <message>
        <source>Show me the first steps</source>
        <translation>Erste Schritte zeigen</translation>
    </message>
    <message>
        <source>Put this hint away</source>
        <translation>Diesen Hinweis weglegen</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>cut after {0}</source>
        <translation>Schnitt nach {0}</translation>
    </message>
    <message>
        <source>tokens in a row</source>
        <translation>Token in einer Zeile</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Steps, the newest first</source>
        <translation>Schritte, der neueste zuerst</translation>
    </message>
    <message>
        <source>Go to this state</source>
        <translation>Zu diesem Stand</translation>
    </message>
    <message>
        <source>Choose a step: the rows become what they were right after it. You can go forth again.</source>
        <translation>Wählen Sie einen Schritt: Die Zeilen werden so, wie sie gleich danach waren. Sie können auch wieder vorwärtsgehen.</translation>
    </message>
    <message>
        <source>1 older step was let go, because the history had grown beyond 2 GB.</source>
        <translation>1 älterer Schritt wurde aufgegeben, weil der Verlauf über 2 GB gewachsen war.</translation>
    </message>
    <message>
        <source>{0} older steps were let go, because the history had grown beyond 2 GB.</source>
        <translation>{0} ältere Schritte wurden aufgegeben, weil der Verlauf über 2 GB gewachsen war.</translation>
    </message>
    <message>
        <source>Going to the state you chose …</source>
        <translation>Es geht zum gewählten Stand …</translation>
    </message>
</context>
<context>
    <name>HowMany</name>
    <message>
        <source>1 answer</source>
        <translation>1 Antwort</translation>
    </message>
    <message>
        <source>1 place</source>
        <translation>1 Stelle</translation>
    </message>
    <message>
        <source>1 prompt</source>
        <translation>1 Prompt</translation>
    </message>
    <message>
        <source>1 question</source>
        <translation>1 Frage</translation>
    </message>
    <message>
        <source>1 repeat</source>
        <translation>1 Wiederholung</translation>
    </message>
    <message>
        <source>1 request</source>
        <translation>1 Anfrage</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1 Zeile</translation>
    </message>
    <message>
        <source>1 setting</source>
        <translation>1 Einstellung</translation>
    </message>
    <message>
        <source>1 text</source>
        <translation>1 Text</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 Token</translation>
    </message>
    <message>
        <source>1 training</source>
        <translation>1 Training</translation>
    </message>
    <message>
        <source>1 variation</source>
        <translation>1 Variante</translation>
    </message>
    <message>
        <source>{0} answers</source>
        <translation>{0} Antworten</translation>
    </message>
    <message>
        <source>{0} places</source>
        <translation>{0} Stellen</translation>
    </message>
    <message>
        <source>{0} prompts</source>
        <translation>{0} Prompts</translation>
    </message>
    <message>
        <source>{0} questions</source>
        <translation>{0} Fragen</translation>
    </message>
    <message>
        <source>{0} repeats</source>
        <translation>{0} Wiederholungen</translation>
    </message>
    <message>
        <source>{0} requests</source>
        <translation>{0} Anfragen</translation>
    </message>
    <message>
        <source>{0} rows</source>
        <translation>{0} Zeilen</translation>
    </message>
    <message>
        <source>{0} settings</source>
        <translation>{0} Einstellungen</translation>
    </message>
    <message>
        <source>{0} texts</source>
        <translation>{0} Texte</translation>
    </message>
    <message>
        <source>{0} tokens</source>
        <translation>{0} Token</translation>
    </message>
    <message>
        <source>{0} trainings</source>
        <translation>{0} Trainings</translation>
    </message>
    <message>
        <source>{0} variations</source>
        <translation>{0} Varianten</translation>
    </message>
</context>
<context>
    <name>HubKey</name>
    <message>
        <source>Hub token</source>
        <translation>Hub-Token</translation>
    </message>
    <message>
        <source>Some makers give their models only to those who agree to their licence. Agree on the model&apos;s page; then make a token there (under Settings, Access Tokens; to read is enough) and paste it here. It is kept in the password store of this computer and shown to {0} alone.</source>
        <translation>Manche Hersteller geben ihre Modelle nur an alle, die ihrer Lizenz zustimmen. Stimmen Sie auf der Seite des Modells zu; erzeugen Sie dann dort ein Token (unter Settings, Access Tokens; Lesen genügt) und fügen Sie es hier ein. Es wird im Schlüsselbund dieses Computers aufbewahrt und nur {0} gezeigt.</translation>
    </message>
    <message>
        <source>Open the model&apos;s page in the browser</source>
        <translation>Seite des Modells im Browser öffnen</translation>
    </message>
    <message>
        <source>Open the hub in the browser</source>
        <translation>Den Hub im Browser öffnen</translation>
    </message>
    <message>
        <source>Not opened while offline</source>
        <translation>Wird offline nicht geöffnet</translation>
    </message>
</context>
<context>
    <name>InternetPage</name>
    <message>
        <source>What needs the internet</source>
        <translation>Was das Internet braucht</translation>
    </message>
    <message>
        <source>Nothing is fetched or sent unless you ask for it. There is no account, and nobody counts you.</source>
        <translation>Nichts wird geholt oder gesendet, wenn Sie es nicht verlangen. Es gibt kein Konto, und niemand zählt Sie.</translation>
    </message>
    <message>
        <source>Open Preferences, Network</source>
        <translation>Einstellungen, Netzwerk öffnen</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>To whom</source>
        <translation>Zu wem</translation>
    </message>
    <message>
        <source>What is sent</source>
        <translation>Was gesendet wird</translation>
    </message>
    <message>
        <source>You stay offline: nothing in this table below the first line happens.</source>
        <translation>Sie bleiben offline: Nichts in dieser Tabelle unter der ersten Zeile geschieht.</translation>
    </message>
    <message>
        <source>You can forbid all of it: switch on “Stay offline”.</source>
        <translation>Sie können all das verbieten: mit dem Schalter „Offline bleiben“.</translation>
    </message>
    <message>
        <source>At any time, also offline</source>
        <translation>Jederzeit, auch offline</translation>
    </message>
    <message>
        <source>To nobody</source>
        <translation>Zu niemandem</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Preparing rows, training and asking on this computer</source>
        <translation>Zeilen vorbereiten, trainieren und fragen auf diesem Computer</translation>
    </message>
    <message>
        <source>The Python package index that your computer is set to</source>
        <translation>Der Python-Paketindex, auf den Ihr Computer eingestellt ist</translation>
    </message>
    <message>
        <source>The names of the packages; nothing of yours</source>
        <translation>Die Namen der Pakete; nichts von Ihnen</translation>
    </message>
    <message>
        <source>Fetching the starter model (93 MB)</source>
        <translation>Das Startmodell holen (93 MB)</translation>
    </message>
    <message>
        <source>Once, when you press its button; not if it came with the program</source>
        <translation>Einmal, wenn Sie auf seine Schaltfläche drücken; nicht, wenn es mit dem Programm kam</translation>
    </message>
    <message>
        <source>Fetching the model that compares meanings (84 MB)</source>
        <translation>Das Modell holen, das Bedeutungen vergleicht (84 MB)</translation>
    </message>
    <message>
        <source>Once, when you press its button</source>
        <translation>Einmal, wenn Sie auf seine Schaltfläche drücken</translation>
    </message>
    <message>
        <source>Setting up training on this computer</source>
        <translation>Training auf diesem Computer einrichten</translation>
    </message>
    <message>
        <source>The same index, or that of PyTorch</source>
        <translation>Derselbe Index oder der von PyTorch</translation>
    </message>
    <message>
        <source>Fetching another open model</source>
        <translation>Ein anderes offenes Modell holen</translation>
    </message>
    <message>
        <source>When you choose it in Models and press its button</source>
        <translation>Wenn Sie es unter Modelle wählen und auf seine Schaltfläche drücken</translation>
    </message>
    <message>
        <source>The hub of open models</source>
        <translation>Der Hub der offenen Modelle</translation>
    </message>
    <message>
        <source>The model’s name; your key for the hub, if you keep one</source>
        <translation>Der Name des Modells; Ihr Schlüssel für den Hub, wenn Sie einen haben</translation>
    </message>
    <message>
        <source>Looking for a newer TuneDesk</source>
        <translation>Nach einem neueren TuneDesk suchen</translation>
    </message>
    <message>
        <source>When you ask, or once a day if you agreed to that</source>
        <translation>Wenn Sie danach fragen, oder einmal am Tag, wenn Sie dem zugestimmt haben</translation>
    </message>
    <message>
        <source>The address in the preferences</source>
        <translation>Die Adresse in den Einstellungen</translation>
    </message>
    <message>
        <source>Only the question; nothing of yours</source>
        <translation>Nur die Frage; nichts von Ihnen</translation>
    </message>
    <message>
        <source>The provider you added</source>
        <translation>Der Anbieter, den Sie hinzugefügt haben</translation>
    </message>
    <message>
        <source>Training at a provider</source>
        <translation>Bei einem Anbieter trainieren</translation>
    </message>
    <message>
        <source>When you press “Start training”</source>
        <translation>Wenn Sie auf „Training starten“ drücken</translation>
    </message>
    <message>
        <source>Your rows for training and validation, the settings, your key; said beside the button</source>
        <translation>Ihre Zeilen für Training und Validierung, die Einstellungen, Ihr Schlüssel; es steht neben der Schaltfläche</translation>
    </message>
    <message>
        <source>Asking a model of a provider</source>
        <translation>Ein Modell eines Anbieters fragen</translation>
    </message>
    <message>
        <source>When you ask, test, make data or compare meanings with it</source>
        <translation>Wenn Sie mit ihm fragen, testen, Daten erzeugen oder Bedeutungen vergleichen</translation>
    </message>
    <message>
        <source>What is asked, with the texts that belong to it, the settings, your key</source>
        <translation>Was gefragt wird, mit den Texten, die dazugehören, die Einstellungen, Ihr Schlüssel</translation>
    </message>
    <message>
        <source>Knowing which models and trainings a provider has</source>
        <translation>Erfahren, welche Modelle und Trainings ein Anbieter hat</translation>
    </message>
    <message>
        <source>When you open a page that lists them, and while a training there is followed</source>
        <translation>Wenn Sie eine Seite öffnen, die sie auflistet, und solange ein Training dort verfolgt wird</translation>
    </message>
    <message>
        <source>Your key and the names of trainings; no rows</source>
        <translation>Ihr Schlüssel und die Namen von Trainings; keine Zeilen</translation>
    </message>
    <message>
        <source>Bringing your models home</source>
        <translation>Ihre Modelle nach Hause holen</translation>
    </message>
    <message>
        <source>When you choose an account and press its button</source>
        <translation>Wenn Sie ein Konto wählen und auf seine Schaltfläche drücken</translation>
    </message>
    <message>
        <source>The account you chose</source>
        <translation>Das Konto, das Sie gewählt haben</translation>
    </message>
    <message>
        <source>Your key and the names of what is fetched; test questions, if you have old answers recorded</source>
        <translation>Ihr Schlüssel und die Namen dessen, was geholt wird; Testfragen, wenn Sie alte Antworten aufzeichnen lassen</translation>
    </message>
</context>
<context>
    <name>ItemPane</name>
    <message>
        <source>Prompt of the row</source>
        <translation>Prompt der Zeile</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>Wie es war</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>What the model was asked</source>
        <translation>Was das Modell gefragt wurde</translation>
    </message>
</context>
<context>
    <name>ItemsModel</name>
    <message>
        <source>Take</source>
        <translation>Nehmen</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>in the table</source>
        <translation>in der Tabelle</translation>
    </message>
    <message>
        <source>row has changed</source>
        <translation>Zeile wurde geändert</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>being asked</source>
        <translation>wird gefragt</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>beantwortet</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>cut off</source>
        <translation>abgeschnitten</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>verweigert</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>{0}, changed by you</source>
        <translation>{0}, von Ihnen geändert</translation>
    </message>
</context>
<context>
    <name>JobList</name>
    <message>
        <source>Trainings of this project</source>
        <translation>Trainings dieses Projekts</translation>
    </message>
    <message>
        <source>New training</source>
        <translation>Neues Training</translation>
    </message>
    <message>
        <source>Validation loss {0}</source>
        <translation>Validierungsverlust {0}</translation>
    </message>
</context>
<context>
    <name>JudgeDialog</name>
    <message>
        <source>Let a model judge the answers</source>
        <translation>Ein Modell die Antworten beurteilen lassen</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>Richter</translation>
    </message>
    <message>
        <source>A mark from 1 to 5 for each answer</source>
        <translation>Punkte von 1 bis 5 für jede Antwort</translation>
    </message>
    <message>
        <source>Good or not, for each answer</source>
        <translation>Gut oder nicht, für jede Antwort</translation>
    </message>
    <message>
        <source>Which is better: {0} or {1}, asked in both orders</source>
        <translation>Was besser ist: {0} oder {1}, in beiden Reihenfolgen gefragt</translation>
    </message>
    <message>
        <source>A model reads each answer and says what it thinks of it. That is an opinion and no measurement: it can be wrong, and it is easily swayed by length, by order, and by answers that sound like its own.</source>
        <translation>Ein Modell liest jede Antwort und sagt, was es davon hält. Das ist eine Meinung und keine Messung: Es kann sich irren und lässt sich leicht beeinflussen – von der Länge, von der Reihenfolge und von Antworten, die wie seine eigenen klingen.</translation>
    </message>
    <message>
        <source>Say in a few sentences what makes an answer good, and what makes it bad.</source>
        <translation>Sagen Sie in ein paar Sätzen, was eine Antwort gut macht und was sie schlecht macht.</translation>
    </message>
    <message>
        <source>What it gives</source>
        <translation>Was er vergibt</translation>
    </message>
    <message>
        <source>Rubric</source>
        <translation>Bewertungsregel</translation>
    </message>
    <message>
        <source>Use the usual words</source>
        <translation>Übliche Worte verwenden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Let it judge</source>
        <translation>Urteilen lassen</translation>
    </message>
    <message>
        <source>It judges its own answers as well, and models like what they wrote themselves.</source>
        <translation>Der Richter beurteilt auch seine eigenen Antworten, und Modelle mögen, was sie selbst geschrieben haben.</translation>
    </message>
</context>
<context>
    <name>JudgeView</name>
    <message>
        <source>What judges have said</source>
        <translation>Was Richter gesagt haben</translation>
    </message>
    <message>
        <source>Progress of the judge</source>
        <translation>Fortschritt des Richters</translation>
    </message>
    <message>
        <source>Let a model judge…</source>
        <translation>Ein Modell urteilen lassen…</translation>
    </message>
    <message>
        <source>The opinion of a model about each answer, by a rubric of your own. It is no measurement.</source>
        <translation>Die Meinung eines Modells zu jeder Antwort, nach Ihrer eigenen Bewertungsregel. Sie ist keine Messung.</translation>
    </message>
    <message>
        <source>A model as judge</source>
        <translation>Ein Modell als Richter</translation>
    </message>
    <message>
        <source>{0} of {1} judged.</source>
        <translation>{0} von {1} beurteilt.</translation>
    </message>
    <message>
        <source>Pause the judge</source>
        <translation>Richter pausieren</translation>
    </message>
    <message>
        <source>Go on: {0} to judge</source>
        <translation>Fortsetzen: noch {0} Urteile</translation>
    </message>
</context>
<context>
    <name>Judging</name>
    <message>
        <source>There is no model that could judge.</source>
        <translation>Es gibt kein Modell, das urteilen könnte.</translation>
    </message>
    <message>
        <source>Better {0}: {2}; better {1}: {3}; neither: {4}.</source>
        <translation>{0} besser: {2}; {1} besser: {3}; keines besser: {4}.</translation>
    </message>
    <message>
        <source>Good, says {0}</source>
        <translation>Gut, sagt {0}</translation>
    </message>
    <message>
        <source>How many answers a model found good as judge: an opinion, no measurement.</source>
        <translation>Wie viele Antworten ein Modell als Richter gut fand: eine Meinung, keine Messung.</translation>
    </message>
    <message>
        <source>In 1 row, {1} of those asked, it said something else once the sides were swapped: it is a tie.</source>
        <translation>In 1 Zeile, {1} der gefragten, sagte der Richter etwas anderes, sobald die Seiten vertauscht waren: Sie zählt als unentschieden.</translation>
    </message>
    <message>
        <source>In {0} rows, {1} of those asked, it said something else once the sides were swapped: they are ties.</source>
        <translation>In {0} Zeilen, {1} der gefragten, sagte der Richter etwas anderes, sobald die Seiten vertauscht waren: Sie zählen als unentschieden.</translation>
    </message>
    <message>
        <source>It leans to what stands first.</source>
        <translation>Der Richter neigt zu dem, was zuerst steht.</translation>
    </message>
    <message>
        <source>It leans to what stands second.</source>
        <translation>Der Richter neigt zu dem, was an zweiter Stelle steht.</translation>
    </message>
    <message>
        <source>It said the same in both orders each time.</source>
        <translation>Der Richter sagte in beiden Reihenfolgen jedes Mal dasselbe.</translation>
    </message>
    <message>
        <source>Judged better: {0}</source>
        <translation>Besser bewertet: {0}</translation>
    </message>
    <message>
        <source>Judged otherwise with sides swapped</source>
        <translation>Mit vertauschten Seiten anders bewertet</translation>
    </message>
    <message>
        <source>Judged poor: {0}</source>
        <translation>Schlecht bewertet: {0}</translation>
    </message>
    <message>
        <source>Mark of {0} (1 to {1})</source>
        <translation>Punkte von {0} (1 bis {1})</translation>
    </message>
    <message>
        <source>That gives {0} {1} of the rows, a tie counting half.</source>
        <translation>Damit erhält {0} {1} der Zeilen; unentschieden zählt halb.</translation>
    </message>
    <message>
        <source>The mean of the marks that a model gave as judge: an opinion, no measurement.</source>
        <translation>Der Durchschnitt der Punkte, die ein Modell als Richter gab: eine Meinung, keine Messung.</translation>
    </message>
    <message>
        <source>Verdicts that could not be read and count for nothing: {0}.</source>
        <translation>Urteile, die sich nicht lesen ließen und nicht zählen: {0}.</translation>
    </message>
    <message>
        <source>Where both answers are the same ({0}) it was not asked: neither is better.</source>
        <translation>Wo beide Antworten gleich sind ({0}), wurde nicht gefragt: Keine ist besser.</translation>
    </message>
    <message>
        <source>{0} finds {1} of {2} of {3} good: {4}.</source>
        <translation>{0} findet {1} von {2} von {3} gut: {4}.</translation>
    </message>
    <message>
        <source>{0} gives {1} a {2} of {3} on average, for {4}.</source>
        <translation>{0} gibt {1} im Durchschnitt {2} von {3} Punkten, bei {4}.</translation>
    </message>
    <message>
        <source>Whose answers {0} prefers cannot be told from this test: {1} or {2}.</source>
        <translation>Wessen Antworten {0} vorzieht, lässt sich aus diesem Test nicht sagen: {1} oder {2}.</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>good or not</source>
        <translation>gut oder nicht</translation>
    </message>
    <message>
        <source>mark {0}</source>
        <translation>Punkte: {0}</translation>
    </message>
    <message>
        <source>marks</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>neither is better</source>
        <translation>keine ist besser</translation>
    </message>
    <message>
        <source>not good</source>
        <translation>nicht gut</translation>
    </message>
    <message>
        <source>the verdict cannot be read</source>
        <translation>das Urteil lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>which is better</source>
        <translation>welche besser ist</translation>
    </message>
    <message>
        <source>{0} ({1} to {2})</source>
        <translation>{0} ({1} bis {2})</translation>
    </message>
    <message>
        <source>{0} first, {1} second</source>
        <translation>{0} zuerst, {1} danach</translation>
    </message>
    <message>
        <source>{0} is better</source>
        <translation>{0} ist besser</translation>
    </message>
    <message>
        <source>{0} prefers {1} to {2}.</source>
        <translation>{0} bevorzugt {1} gegenüber {2}.</translation>
    </message>
    <message>
        <source>{0}: {1} ({2})</source>
        <translation>{0}: {1} ({2})</translation>
    </message>
</context>
<context>
    <name>Keeping</name>
    <message>
        <source>Keep this setting</source>
        <translation>Einstellung behalten</translation>
    </message>
    <message>
        <source>What is it called?</source>
        <translation>Wie soll es heißen?</translation>
    </message>
    <message>
        <source>Kept as “{0}”. It is among the presets of Compare.</source>
        <translation>Als „{0}“ behalten. Es steht bei den Vorgaben in „Vergleichen“.</translation>
    </message>
</context>
<context>
    <name>KeptChoice</name>
    <message>
        <source>Take the examples as they are</source>
        <translation>Die Beispiele nehmen, wie sie sind</translation>
    </message>
    <message>
        <source>Make new examples of the columns</source>
        <translation>Neue Beispiele aus den Spalten machen</translation>
    </message>
    <message>
        <source>These are {0} already.</source>
        <translation>Das sind schon {0}.</translation>
    </message>
</context>
<context>
    <name>KeyBox</name>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Paste the key here</source>
        <translation>Schlüssel hier einfügen</translation>
    </message>
    <message>
        <source>Keep the key</source>
        <translation>Schlüssel behalten</translation>
    </message>
    <message>
        <source>Only until TuneDesk is closed</source>
        <translation>Nur bis TuneDesk geschlossen wird</translation>
    </message>
    <message>
        <source>Forget the key</source>
        <translation>Schlüssel vergessen</translation>
    </message>
    <message>
        <source>Move it into the password store</source>
        <translation>In den Schlüsselbund verschieben</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Neu nachsehen</translation>
    </message>
    <message>
        <source>Waiting for your password store…</source>
        <translation>Warten auf Ihren Schlüsselbund…</translation>
    </message>
</context>
<context>
    <name>KeyHelp</name>
    <message>
        <source>Help with key and costs</source>
        <translation>Hilfe zu Schlüssel und Kosten</translation>
    </message>
    <message>
        <source>Get a key</source>
        <translation>Schlüssel bekommen</translation>
    </message>
    <message>
        <source>Set a spending limit</source>
        <translation>Ausgabengrenze setzen</translation>
    </message>
    <message>
        <source>See what was used</source>
        <translation>Verbrauch ansehen</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>Im Browser öffnen</translation>
    </message>
    <message>
        <source>{0}: open {1} in the browser</source>
        <translation>{0}: {1} im Browser öffnen</translation>
    </message>
    <message>
        <source>Not opened while offline</source>
        <translation>Wird offline nicht geöffnet</translation>
    </message>
</context>
<context>
    <name>KeyWords</name>
    <message>
        <source>The key that ends with {0} is in the password store of this computer ({1}).</source>
        <translation>Der Schlüssel, der mit {0} endet, liegt im Schlüsselbund dieses Computers ({1}).</translation>
    </message>
    <message>
        <source>The key that ends with {0} is kept until TuneDesk is closed and written nowhere: you chose it so, or this computer has no password store that would keep it (on Linux, GNOME Keyring or KeePassXC can be one).</source>
        <translation>Der Schlüssel, der mit {0} endet, bleibt, bis TuneDesk geschlossen wird, und wird nirgends aufgeschrieben: Sie haben das so gewählt, oder dieser Computer hat keinen Schlüsselbund, der ihn aufbewahren könnte (unter Linux kann GNOME Keyring oder KeePassXC einer sein).</translation>
    </message>
    <message>
        <source>The key that ends with {0} comes from a variable that you set. It is used while TuneDesk runs and is written nowhere.</source>
        <translation>Der Schlüssel, der mit {0} endet, stammt aus einer Variable, die Sie gesetzt haben. Er wird verwendet, solange TuneDesk läuft, und nirgends aufgeschrieben.</translation>
    </message>
    <message>
        <source>There is no key yet.</source>
        <translation>Es gibt noch keinen Schlüssel.</translation>
    </message>
    <message>
        <source>The password store of this computer is locked, or waits for you. Unlock it, then look again.</source>
        <translation>Der Schlüsselbund dieses Computers ist gesperrt oder wartet auf Sie. Entsperren Sie ihn, und sehen Sie dann neu nach.</translation>
    </message>
    <message>
        <source>The key was stored by another password store than the one that answers now. Enter it once more.</source>
        <translation>Der Schlüssel wurde von einem anderen Schlüsselbund gespeichert als dem, der jetzt antwortet. Geben Sie ihn noch einmal ein.</translation>
    </message>
    <message>
        <source>There is no key yet. This computer has no password store, so a key lasts until TuneDesk is closed.</source>
        <translation>Es gibt noch keinen Schlüssel. Dieser Computer hat keinen Schlüsselbund, daher gilt ein Schlüssel nur, bis TuneDesk geschlossen wird.</translation>
    </message>
</context>
<context>
    <name>LaterBox</name>
    <message>
        <source>Afterwards, show me side by side which rows are alike</source>
        <translation>Danach Zeilen, die sich gleichen, nebeneinander zeigen</translation>
    </message>
</context>
<context>
    <name>LeavingDialog</name>
    <message>
        <source>Quit TuneDesk?</source>
        <translation>TuneDesk beenden?</translation>
    </message>
    <message>
        <source>Something is still under way, and would end with TuneDesk</source>
        <translation>Etwas läuft noch und würde mit TuneDesk enden</translation>
    </message>
    <message>
        <source>Trainings on this computer go on without it.</source>
        <translation>Trainings auf diesem Computer laufen auch ohne TuneDesk weiter.</translation>
    </message>
    <message>
        <source>Quit anyway</source>
        <translation>Trotzdem beenden</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Bleiben</translation>
    </message>
</context>
<context>
    <name>LeftOut</name>
    <message>
        <source>Rows left out</source>
        <translation>Weggelassene Zeilen</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
    <message>
        <source>… and {0} more</source>
        <translation>… und {0} weitere</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>What the colours mean</source>
        <translation>Was die Farben bedeuten</translation>
    </message>
    <message>
        <source>Bring out these rows and let the others fade</source>
        <translation>Diese Zeilen hervorheben und die anderen zurücktreten lassen</translation>
    </message>
</context>
<context>
    <name>LengthLine</name>
    <message>
        <source>{0} tokens: {1} more than the model takes. What is shaded would be cut.</source>
        <translation>{0} Token: {1} mehr, als das Modell aufnimmt. Was schattiert ist, würde abgeschnitten.</translation>
    </message>
    <message>
        <source>{0} tokens: {1} more than the model takes.</source>
        <translation>{0} Token: {1} mehr, als das Modell aufnimmt.</translation>
    </message>
    <message>
        <source>{0}, {1} of them to be learned</source>
        <translation>{0}, {1} davon zu lernen</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>etwa {0}</translation>
    </message>
    <message>
        <source> · at most {0}</source>
        <translation> · höchstens {0}</translation>
    </message>
</context>
<context>
    <name>LongLine</name>
    <message>
        <source>How far the change is</source>
        <translation>Wie weit die Änderung ist</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel the change</source>
        <translation>Änderung abbrechen</translation>
    </message>
    <message>
        <source>{0}: taking back what was begun …</source>
        <translation>{0}: Begonnenes wird zurückgenommen …</translation>
    </message>
    <message>
        <source>{0}: {1} of {2}</source>
        <translation>{0}: {1} von {2}</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>Loss</name>
    <message>
        <source>A training that is not over goes on from it, and may break off without it.</source>
        <translation>Ein Training, das noch nicht beendet ist, baut darauf auf und bricht ohne es vielleicht ab.</translation>
    </message>
    <message>
        <source>Checkpoints of it that stay and can still be asked: {0}.</source>
        <translation>Zwischenstände davon, die bleiben und weiter gefragt werden können: {0}.</translation>
    </message>
    <message>
        <source>In this project it takes part in {0}. Its answers stay; none can be added.</source>
        <translation>In diesem Projekt ist es beteiligt an {0}. Seine Antworten bleiben; neue können nicht dazukommen.</translation>
    </message>
    <message>
        <source>Other projects use it, too: {0}.</source>
        <translation>Auch andere Projekte verwenden es: {0}.</translation>
    </message>
    <message>
        <source>Projects that could not be looked into: {0}.</source>
        <translation>Projekte, in die sich nicht hineinsehen ließ: {0}.</translation>
    </message>
    <message>
        <source>These tuned models cannot be asked without it: {0}. They work again when it is back.</source>
        <translation>Diese trainierten Modelle lassen sich ohne es nicht fragen: {0}. Sie arbeiten wieder, sobald es zurück ist.</translation>
    </message>
    <message>
        <source>Trainings of this project that went on from it: {0}. They stay as they are.</source>
        <translation>Trainings dieses Projekts, die darauf aufgebaut haben: {0}. Sie bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>What lies at its place could not be looked up, so files uploaded for it stay there.</source>
        <translation>Was an seinem Ort liegt, ließ sich nicht nachsehen; dafür hochgeladene Dateien bleiben deshalb dort.</translation>
    </message>
    <message>
        <source>blind votes: {0}</source>
        <translation>Blindabstimmungen ({0})</translation>
    </message>
    <message>
        <source>comparisons: {0}</source>
        <translation>Vergleichen ({0})</translation>
    </message>
    <message>
        <source>tests: {0}</source>
        <translation>Tests ({0})</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} und {1} weitere</translation>
    </message>
</context>
<context>
    <name>MadeOf</name>
    <message>
        <source>Base model</source>
        <translation>Basismodell</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Training rows</source>
        <translation>Trainingszeilen</translation>
    </message>
    <message>
        <source>Validation rows</source>
        <translation>Validierungszeilen</translation>
    </message>
    <message>
        <source>Passes over the rows (epochs)</source>
        <translation>Durchgänge durch die Zeilen (Epochen)</translation>
    </message>
    <message>
        <source>Rows learned at once (batch size)</source>
        <translation>Zeilen auf einmal (Batchgröße)</translation>
    </message>
    <message>
        <source>Learning rate multiplier</source>
        <translation>Faktor der Lernrate</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert (Seed)</translation>
    </message>
    <message>
        <source>Stops after so many passes without progress</source>
        <translation>Endet nach so vielen Durchgängen ohne Fortschritt</translation>
    </message>
    <message>
        <source>Measured of classes</source>
        <translation>Messung der Klassen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Last training loss</source>
        <translation>Letzter Trainingsverlust</translation>
    </message>
    <message>
        <source>Last validation loss</source>
        <translation>Letzter Validierungsverlust</translation>
    </message>
    <message>
        <source>Lowest validation loss</source>
        <translation>Niedrigster Validierungsverlust</translation>
    </message>
    <message>
        <source>{0} at step {1}</source>
        <translation>{0} bei Schritt {1}</translation>
    </message>
    <message>
        <source>Right tokens in validation</source>
        <translation>Richtige Token in der Validierung</translation>
    </message>
    <message>
        <source>Right classes in validation</source>
        <translation>Richtige Klassen in der Validierung</translation>
    </message>
    <message>
        <source>Weighted F1</source>
        <translation>Gewichtetes F1</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Precision</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>Recall</translation>
    </message>
    <message>
        <source>Tokens learned</source>
        <translation>Gelernte Token</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Tuned model</source>
        <translation>Trainiertes Modell</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>Planned</source>
        <translation>Geplant</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Sent to</source>
        <translation>Gesendet an</translation>
    </message>
    <message>
        <source>Fingerprint of all rows (SHA-256)</source>
        <translation>Fingerabdruck aller Zeilen (SHA-256)</translation>
    </message>
    <message>
        <source>Tokens of the training rows</source>
        <translation>Token der Trainingszeilen</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Left out of the rows</source>
        <translation>Aus den Zeilen weggelassen</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>Erstellt mit</translation>
    </message>
    <message>
        <source>Mark of this run</source>
        <translation>Kennung dieses Laufs</translation>
    </message>
    <message>
        <source>The provider&apos;s name for the training</source>
        <translation>Name des Trainings beim Anbieter</translation>
    </message>
    <message>
        <source>Training file</source>
        <translation>Trainingsdatei</translation>
    </message>
    <message>
        <source>Validation file</source>
        <translation>Validierungsdatei</translation>
    </message>
    <message>
        <source>Result files</source>
        <translation>Ergebnisdateien</translation>
    </message>
    <message>
        <source>From preferences (DPO)</source>
        <translation>Aus Vorlieben (DPO)</translation>
    </message>
    <message>
        <source>From examples (supervised)</source>
        <translation>Aus Beispielen (überwacht)</translation>
    </message>
    <message>
        <source>{0} classes</source>
        <translation>{0} Klassen</translation>
    </message>
    <message>
        <source>“{0}” of {1} classes, {2}</source>
        <translation>„{0}“ von {1} Klassen, {2}</translation>
    </message>
    <message>
        <source>${0} for a million tokens, read on {1}</source>
        <translation>{0} $ für eine Million Token, gelesen am {1}</translation>
    </message>
    <message>
        <source>File with the training rows</source>
        <translation>Datei mit den Trainingszeilen</translation>
    </message>
    <message>
        <source>File with the validation rows</source>
        <translation>Datei mit den Validierungszeilen</translation>
    </message>
</context>
<context>
    <name>MakingPage</name>
    <message>
        <source>Let a model write rows, look at each answer, and keep those that are good.</source>
        <translation>Ein Modell Zeilen schreiben lassen, jede Antwort ansehen und die guten behalten.</translation>
    </message>
    <message>
        <source>Make data with a model</source>
        <translation>Daten mit einem Modell erzeugen</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Modell trainieren</translation>
    </message>
    <message>
        <source>What a model writes is kept in a project. Open one, or make one from your data.</source>
        <translation>Was ein Modell schreibt, wird in einem Projekt aufgehoben. Öffnen Sie eines, oder machen Sie eines aus Ihren Daten.</translation>
    </message>
    <message>
        <source>Go to Start</source>
        <translation>Zum Start</translation>
    </message>
    <message>
        <source>Ask {0} times</source>
        <translation>{0}-mal fragen</translation>
    </message>
    <message>
        <source>Ask once</source>
        <translation>Einmal fragen</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Go on ({0} are missing)</source>
        <translation>Fortsetzen ({0} fehlen)</translation>
    </message>
    <message>
        <source>Go on (1 is missing)</source>
        <translation>Fortsetzen (1 fehlt)</translation>
    </message>
    <message>
        <source>Show in the table</source>
        <translation>In der Tabelle zeigen</translation>
    </message>
    <message>
        <source>Something new</source>
        <translation>Etwas Neues</translation>
    </message>
</context>
<context>
    <name>MapBoard</name>
    <message>
        <source>How the map is drawn</source>
        <translation>Wie die Karte gezeichnet wird</translation>
    </message>
    <message>
        <source>Quick map</source>
        <translation>Schnelle Karte</translation>
    </message>
    <message>
        <source>Careful map (takes minutes)</source>
        <translation>Sorgfältige Karte (dauert Minuten)</translation>
    </message>
    <message>
        <source>What the colours show</source>
        <translation>Was die Farben zeigen</translation>
    </message>
    <message>
        <source>Whole map</source>
        <translation>Ganze Karte</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Ziehen</translation>
    </message>
    <message>
        <source>Drag the map; the wheel makes it larger</source>
        <translation>Die Karte ziehen; das Mausrad vergrößert sie</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <source>Draw a rectangle around rows to choose them</source>
        <translation>Ein Rechteck um Zeilen ziehen, um sie zu wählen</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>Lasso</translation>
    </message>
    <message>
        <source>Draw a line around rows to choose them</source>
        <translation>Eine Linie um Zeilen ziehen, um sie zu wählen</translation>
    </message>
    <message>
        <source>Map of {0} rows. {1}. Arrow keys go from row to row.</source>
        <translation>Karte mit {0} Zeilen. {1}. Die Pfeiltasten führen von Zeile zu Zeile.</translation>
    </message>
    <message>
        <source>{0} rows. What lies close together means nearly the same; the directions mean nothing.</source>
        <translation>{0} Zeilen. Was nah beieinander liegt, bedeutet fast dasselbe; die Richtungen bedeuten nichts.</translation>
    </message>
    <message>
        <source>{1} of them were laid out, the others lie among the nearest of these.</source>
        <translation>{1} davon wurden angeordnet, die anderen liegen zwischen den nächsten von ihnen.</translation>
    </message>
    <message>
        <source>Show {0} chosen in the table</source>
        <translation>{0} gewählte in der Tabelle zeigen</translation>
    </message>
    <message>
        <source>Show in the table</source>
        <translation>In der Tabelle zeigen</translation>
    </message>
</context>
<context>
    <name>MapGround</name>
    <message>
        <source>Map of the rows</source>
        <translation>Karte der Zeilen</translation>
    </message>
</context>
<context>
    <name>MapTable</name>
    <message>
        <source>Row</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>What is asked</source>
        <translation>Was gefragt wird</translation>
    </message>
    <message>
        <source>What is answered</source>
        <translation>Was geantwortet wird</translation>
    </message>
</context>
<context>
    <name>Meaning</name>
    <message>
        <source>All others</source>
        <translation>Alle anderen</translation>
    </message>
    <message>
        <source>By answer (classes)</source>
        <translation>Nach Antwort (Klassen)</translation>
    </message>
    <message>
        <source>By part</source>
        <translation>Nach Teil</translation>
    </message>
    <message>
        <source>By status</source>
        <translation>Nach Status</translation>
    </message>
    <message>
        <source>By what checks found</source>
        <translation>Nach Prüfbefund</translation>
    </message>
    <message>
        <source>Checks found something</source>
        <translation>Prüfung hat etwas gefunden</translation>
    </message>
    <message>
        <source>Contradiction</source>
        <translation>Widerspruch</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>Bearbeitet</translation>
    </message>
    <message>
        <source>Excluded</source>
        <translation>Ausgeschlossen</translation>
    </message>
    <message>
        <source>Leak between parts</source>
        <translation>In zwei Teilen zugleich</translation>
    </message>
    <message>
        <source>Like no other</source>
        <translation>Keiner anderen gleich</translation>
    </message>
    <message>
        <source>Marked as a problem</source>
        <translation>Als Problem markiert</translation>
    </message>
    <message>
        <source>Means the same</source>
        <translation>Bedeutet dasselbe</translation>
    </message>
    <message>
        <source>Nearly the same question, and answers that do not seem to disagree. A few are good practice; many of them make the model take this one thing for important.</source>
        <translation>Fast dieselbe Frage, und Antworten, die sich nicht zu widersprechen scheinen. Ein paar davon sind sinnvoll; viele davon lassen das Modell diese eine Sache für wichtig halten.</translation>
    </message>
    <message>
        <source>Nearly the same question, and answers that seem to disagree. The model learns to guess between them. Correct one of them or leave it out.</source>
        <translation>Fast dieselbe Frage, und Antworten, die sich zu widersprechen scheinen. Das Modell lernt, zwischen ihnen zu raten. Verbessern Sie eine davon, oder lassen Sie sie weg.</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>No other row is near to it. It may be a valuable rare case, or something that does not belong here.</source>
        <translation>Keine andere Zeile liegt in ihrer Nähe. Vielleicht ist sie ein wertvoller seltener Fall, vielleicht gehört sie nicht hierher.</translation>
    </message>
    <message>
        <source>Nothing found, or not checked</source>
        <translation>Nichts gefunden oder nicht geprüft</translation>
    </message>
    <message>
        <source>One of the two is learned from, the other one is for checking. The check looks better than it is: the model has seen the question. Leave one out, or put both into the same part.</source>
        <translation>Aus der einen der beiden wird gelernt, die andere ist zum Prüfen da. Die Prüfung sieht besser aus, als sie ist: Das Modell hat die Frage schon gesehen. Lassen Sie eine weg, oder legen Sie beide in denselben Teil.</translation>
    </message>
    <message>
        <source>Only what is answered</source>
        <translation>Nur was geantwortet wird</translation>
    </message>
    <message>
        <source>Only what is asked</source>
        <translation>Nur was gefragt wird</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>What is asked and what is answered</source>
        <translation>Was gefragt und was geantwortet wird</translation>
    </message>
    <message>
        <source>{0} % alike</source>
        <translation>{0} % ähnlich</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}, {1}</translation>
    </message>
</context>
<context>
    <name>MeaningPage</name>
    <message>
        <source>Meaning</source>
        <translation>Bedeutung</translation>
    </message>
    <message>
        <source>See what your rows mean: what is near, what is odd.</source>
        <translation>Sehen, was Ihre Zeilen bedeuten: was nah beieinander liegt und was aus der Reihe fällt.</translation>
    </message>
    <message>
        <source>Rows belong to a project. Open one, or make one from your data.</source>
        <translation>Zeilen gehören zu einem Projekt. Öffnen Sie eines, oder machen Sie eines aus Ihren Daten.</translation>
    </message>
    <message>
        <source>Go to Start</source>
        <translation>Zum Start</translation>
    </message>
    <message>
        <source>Looking at the rows. The first start of the engine can take a minute.</source>
        <translation>Die Zeilen werden angesehen. Der erste Start der Engine kann eine Minute dauern.</translation>
    </message>
    <message>
        <source>There are no rows to read yet. Bring in your data first.</source>
        <translation>Es gibt noch keine Zeilen zu lesen. Bringen Sie zuerst Ihre Daten mit.</translation>
    </message>
    <message>
        <source>Go to the table</source>
        <translation>Zur Tabelle</translation>
    </message>
    <message>
        <source>Read what is new</source>
        <translation>Neues lesen</translation>
    </message>
    <message>
        <source>Reading the rows</source>
        <translation>Zeilen werden gelesen</translation>
    </message>
    <message>
        <source>Reading the rows (texts: {0} of {1}). What is read stays, also if you stop.</source>
        <translation>Zeilen werden gelesen (Texte: {0} von {1}). Was gelesen ist, bleibt, auch wenn Sie anhalten.</translation>
    </message>
</context>
<context>
    <name>MendingDialog</name>
    <message>
        <source>Correct this row</source>
        <translation>Diese Zeile korrigieren</translation>
    </message>
    <message>
        <source>Nearest training rows</source>
        <translation>Nächste Trainingszeilen</translation>
    </message>
    <message>
        <source>Looking for them…</source>
        <translation>Sie werden gesucht…</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>What the model answered</source>
        <translation>Was das Modell geantwortet hat</translation>
    </message>
    <message>
        <source>The answer as it should be</source>
        <translation>Die Antwort, wie sie sein sollte</translation>
    </message>
    <message>
        <source>A line of it is so long that it cannot be changed here. It can be changed in the table.</source>
        <translation>Eine Textzeile darin ist so lang, dass sie sich hier nicht ändern lässt. In der Tabelle geht es.</translation>
    </message>
    <message>
        <source>The row moves to the training part: what a model has learned from can no longer test it.</source>
        <translation>Die Zeile kommt in den Teil Training: Woraus ein Modell gelernt hat, damit lässt es sich nicht mehr testen.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Take it into the data</source>
        <translation>In die Daten übernehmen</translation>
    </message>
    <message>
        <source>Take it and train again</source>
        <translation>Übernehmen und neu trainieren</translation>
    </message>
    <message>
        <source>Nearest training rows, by what they mean</source>
        <translation>Nächste Trainingszeilen, nach der Bedeutung</translation>
    </message>
    <message>
        <source>Nearest training rows, by their words</source>
        <translation>Nächste Trainingszeilen, nach den Wörtern</translation>
    </message>
    <message>
        <source>No training row is like it. Rows like this one would help the model.</source>
        <translation>Keine Trainingszeile ist ihr ähnlich. Zeilen wie diese würden dem Modell helfen.</translation>
    </message>
    <message>
        <source>{0} % alike</source>
        <translation>{0} % ähnlich</translation>
    </message>
</context>
<context>
    <name>ModelChoice</name>
    <message>
        <source>Asked its own way: {0}</source>
        <translation>Auf eigene Art gefragt: {0}</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
</context>
<context>
    <name>ModelExport</name>
    <message>
        <source>For Ollama</source>
        <translation>Für Ollama</translation>
    </message>
    <message>
        <source>For LM Studio</source>
        <translation>Für LM Studio</translation>
    </message>
    <message>
        <source>One file (GGUF)</source>
        <translation>Eine Datei (GGUF)</translation>
    </message>
    <message>
        <source>Whole model (safetensors)</source>
        <translation>Ganzes Modell (safetensors)</translation>
    </message>
    <message>
        <source>What was learned alone (adapter)</source>
        <translation>Nur das Gelernte (Adapter)</translation>
    </message>
    <message>
        <source>A folder to chat with it in Ollama, and to use it from other programs.</source>
        <translation>Ein Ordner, um in Ollama mit ihm zu chatten und es aus anderen Programmen zu verwenden.</translation>
    </message>
    <message>
        <source>A folder for the window program LM Studio.</source>
        <translation>Ein Ordner für das Programm LM Studio.</translation>
    </message>
    <message>
        <source>For llama.cpp and all programs that read GGUF files.</source>
        <translation>Für llama.cpp und alle Programme, die GGUF-Dateien lesen.</translation>
    </message>
    <message>
        <source>To go on with in Python, or to put it on a server or on the hub.</source>
        <translation>Zum Weiterarbeiten in Python, für einen Server oder für den Hub.</translation>
    </message>
    <message>
        <source>Small; for people who have the same base model already.</source>
        <translation>Klein; für alle, die dasselbe Basismodell schon haben.</translation>
    </message>
    <message>
        <source>Exact (32 bits a number)</source>
        <translation>Genau (32 Bit je Zahl)</translation>
    </message>
    <message>
        <source>As the base model keeps it (mostly 16 bits)</source>
        <translation>Wie im Basismodell (meist 16 Bit)</translation>
    </message>
    <message>
        <source>Half the size (16 bits a number)</source>
        <translation>Halb so groß (16 Bit je Zahl)</translation>
    </message>
    <message>
        <source>A quarter of the size (8 bits a number)</source>
        <translation>Ein Viertel so groß (8 Bit je Zahl)</translation>
    </message>
    <message>
        <source>Answers as it does in TuneDesk.</source>
        <translation>Antwortet so wie in TuneDesk.</translation>
    </message>
    <message>
        <source>Answers nearly as it does in TuneDesk; smaller.</source>
        <translation>Antwortet fast wie in TuneDesk; kleiner.</translation>
    </message>
    <message>
        <source>Answers nearly as it does in TuneDesk. The usual choice.</source>
        <translation>Antwortet fast wie in TuneDesk. Die übliche Wahl.</translation>
    </message>
    <message>
        <source>Small and fast; now and then a word comes out differently.</source>
        <translation>Klein und schnell; hin und wieder fällt ein Wort anders aus.</translation>
    </message>
</context>
<context>
    <name>ModelExportDialog</name>
    <message>
        <source>Export the model</source>
        <translation>Modell exportieren</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Go on in the background</source>
        <translation>Im Hintergrund weitermachen</translation>
    </message>
    <message>
        <source>Export {0}</source>
        <translation>{0} exportieren</translation>
    </message>
    <message>
        <source>“{0}” is being exported. The export would have to begin anew.</source>
        <translation>„{0}“ wird gerade exportiert. Der Export müsste von vorn beginnen.</translation>
    </message>
    <message>
        <source>“{0}” is written ({1}). The README in it says how it is used, and what is known of the model.</source>
        <translation>„{0}“ ist geschrieben ({1}). Die README darin sagt, wie man es verwendet und was über das Modell bekannt ist.</translation>
    </message>
    <message>
        <source>Exporting “{0}”</source>
        <translation>„{0}“ wird exportiert</translation>
    </message>
</context>
<context>
    <name>ModelExportForm</name>
    <message>
        <source>How exactly its numbers are kept</source>
        <translation>Wie genau seine Zahlen bleiben</translation>
    </message>
    <message>
        <source>Name of the folder</source>
        <translation>Name des Ordners</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose the place for the folder</source>
        <translation>Ort für den Ordner wählen</translation>
    </message>
    <message>
        <source>Looking how large it becomes…</source>
        <translation>Die Größe wird ermittelt…</translation>
    </message>
    <message>
        <source>For which program</source>
        <translation>Für welches Programm</translation>
    </message>
    <message>
        <source>Where it goes</source>
        <translation>Wohin damit</translation>
    </message>
    <message>
        <source>Where the folder goes</source>
        <translation>Wohin der Ordner kommt</translation>
    </message>
    <message>
        <source>Give the folder a name.</source>
        <translation>Geben Sie dem Ordner einen Namen.</translation>
    </message>
    <message>
        <source>There is something of this name already. Choose another name.</source>
        <translation>Unter diesem Namen gibt es schon etwas. Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>It takes about {0}; {1} are free there.</source>
        <translation>Es braucht etwa {0}; dort sind {1} frei.</translation>
    </message>
    <message>
        <source>It takes about {0}, and only {1} are free there. Choose another place, or a smaller form.</source>
        <translation>Es braucht etwa {0}, dort sind aber nur {1} frei. Wählen Sie einen anderen Ort oder eine kleinere Form.</translation>
    </message>
</context>
<context>
    <name>ModelName</name>
    <message>
        <source>Tuned</source>
        <translation>Trainiert</translation>
    </message>
    <message>
        <source>{0}, step {1}</source>
        <translation>{0}, Schritt {1}</translation>
    </message>
    <message>
        <source>{0} (tuned {1})</source>
        <translation>{0} (aus {1} trainiert)</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Hub token</source>
        <translation>Hub-Token</translation>
    </message>
    <message>
        <source>None is here yet. The starter model is the one to begin with.</source>
        <translation>Noch ist keines da. Am besten beginnt man mit dem Startmodell.</translation>
    </message>
    <message>
        <source>Base models on this computer</source>
        <translation>Basismodelle auf diesem Computer</translation>
    </message>
    <message>
        <source>Get models</source>
        <translation>Modelle holen</translation>
    </message>
    <message>
        <source>Open models that yours are made from: fetched once, then yours.</source>
        <translation>Offene Modelle, aus denen Ihre entstehen: einmal geholt, dann Ihre.</translation>
    </message>
    <message>
        <source>Training is not set up on this computer, so models can be fetched, trained and asked only later.</source>
        <translation>Training ist auf diesem Computer nicht eingerichtet; Modelle lassen sich erst später holen, trainieren und fragen.</translation>
    </message>
    <message>
        <source>Set up training on this computer…</source>
        <translation>Training auf diesem Computer einrichten…</translation>
    </message>
    <message>
        <source>More base models</source>
        <translation>Mehr Basismodelle</translation>
    </message>
    <message>
        <source>A model is fetched once over the internet; after that no connection is needed.</source>
        <translation>Ein Modell wird einmal über das Internet geholt; danach braucht es keine Verbindung mehr.</translation>
    </message>
    <message>
        <source>Looking which models are on this computer. The first start of the engine can take a minute.</source>
        <translation>Es wird nachgesehen, welche Modelle auf diesem Computer sind. Der erste Start der Engine kann eine Minute dauern.</translation>
    </message>
    <message>
        <source>Models take {0} on this computer, trainings {1}, other files {2}; {3} are free.</source>
        <translation>Auf diesem Computer belegen Modelle {0}, Trainings {1}, andere Dateien {2}; {3} sind frei.</translation>
    </message>
</context>
<context>
    <name>ModelsRooms</name>
    <message>
        <source>Rooms of the models</source>
        <translation>Bereiche der Modelle</translation>
    </message>
    <message>
        <source>Your models</source>
        <translation>Ihre Modelle</translation>
    </message>
    <message>
        <source>Everything you can call, in one list</source>
        <translation>Alles, was Sie aufrufen können, in einer Liste</translation>
    </message>
    <message>
        <source>Get models</source>
        <translation>Modelle holen</translation>
    </message>
    <message>
        <source>Open models that yours are made from</source>
        <translation>Offene Modelle, aus denen Ihre entstehen</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Speicherplatz</translation>
    </message>
    <message>
        <source>What lies on the disk, and what can go</source>
        <translation>Was auf der Platte liegt und was weg kann</translation>
    </message>
    <message>
        <source>Successor</source>
        <translation>Nachfolger</translation>
    </message>
    <message>
        <source>When a model is switched off</source>
        <translation>Wenn ein Modell abgeschaltet wird</translation>
    </message>
    <message>
        <source>The pack is written: {0}</source>
        <translation>Das Paket ist geschrieben: {0}</translation>
    </message>
</context>
<context>
    <name>MoneyField</name>
    <message>
        <source>${0}</source>
        <translation>{0} $</translation>
    </message>
    <message>
        <source>The most it may cost, in dollars</source>
        <translation>Was es höchstens kosten darf, in Dollar</translation>
    </message>
</context>
<context>
    <name>Naming</name>
    <message>
        <source>Curve and settings of {0}</source>
        <translation>Kurve und Einstellungen von {0}</translation>
    </message>
    <message>
        <source>Asking {0}</source>
        <translation>{0} wird gefragt</translation>
    </message>
    <message>
        <source>Not here: {0}. {1}</source>
        <translation>Nicht da: {0}. {1}</translation>
    </message>
    <message>
        <source>{0} of the training {1}</source>
        <translation>{0} des Trainings {1}</translation>
    </message>
    <message>
        <source>File {0}</source>
        <translation>Datei {0}</translation>
    </message>
    <message>
        <source>Project {0}</source>
        <translation>Projekt {0}</translation>
    </message>
    <message>
        <source>Answers of {0}</source>
        <translation>Antworten von {0}</translation>
    </message>
    <message>
        <source>Your models are being brought home. What has come stays; the rest would have to be brought home later.</source>
        <translation>Ihre Modelle werden gerade nach Hause geholt. Was schon da ist, bleibt; der Rest müsste später geholt werden.</translation>
    </message>
</context>
<context>
    <name>NearSearch</name>
    <message>
        <source>Look for near-duplicates</source>
        <translation>Fast gleiche Zeilen suchen</translation>
    </message>
    <message>
        <source>Compares all rows with each other. Takes about as long as taking in the file.</source>
        <translation>Vergleicht alle Zeilen miteinander. Dauert etwa so lange wie das Einlesen der Datei.</translation>
    </message>
    <message>
        <source>Looking for near-duplicates</source>
        <translation>Fast gleiche Zeilen werden gesucht</translation>
    </message>
    <message>
        <source>Stop looking</source>
        <translation>Suche beenden</translation>
    </message>
    <message>
        <source>Comparing the rows: {0} of {1}</source>
        <translation>Zeilen werden verglichen: {0} von {1}</translation>
    </message>
    <message>
        <source>Stopped; nothing was changed.</source>
        <translation>Angehalten; es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>1 row is nearly the same as another.</source>
        <translation>1 Zeile ist fast gleich wie eine andere.</translation>
    </message>
    <message>
        <source>{0} rows are nearly the same as another.</source>
        <translation>{0} Zeilen sind fast gleich wie andere.</translation>
    </message>
    <message>
        <source>No two rows are nearly the same.</source>
        <translation>Keine zwei Zeilen sind fast gleich.</translation>
    </message>
</context>
<context>
    <name>NearView</name>
    <message>
        <source>Type anything to find rows that mean it</source>
        <translation>Nach Bedeutung suchen: beliebiger Text</translation>
    </message>
    <message>
        <source>Find rows that mean this</source>
        <translation>Zeilen mit dieser Bedeutung finden</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Rows like this one</source>
        <translation>Zeilen wie diese</translation>
    </message>
    <message>
        <source>Show them all in the table</source>
        <translation>Alle in der Tabelle zeigen</translation>
    </message>
    <message>
        <source>Choose a point of the map, or type what you look for.</source>
        <translation>Wählen Sie einen Punkt der Karte, oder tippen Sie ein, was Sie suchen.</translation>
    </message>
    <message>
        <source>This row was changed, or came later: it has not been read yet.</source>
        <translation>Diese Zeile wurde geändert oder kam später dazu: Sie ist noch nicht gelesen.</translation>
    </message>
    <message>
        <source>Nearest in meaning first. Enter goes to a row.</source>
        <translation>Was der Bedeutung nach am nächsten ist, steht oben. Die Eingabetaste führt zur Zeile.</translation>
    </message>
    <message>
        <source>There is no other row to compare it with.</source>
        <translation>Es gibt keine andere Zeile zum Vergleichen.</translation>
    </message>
</context>
<context>
    <name>NearnessDesk</name>
    <message>
        <source>Stopped. What was read need not be read again.</source>
        <translation>Angehalten. Was gelesen ist, muss nicht noch einmal gelesen werden.</translation>
    </message>
</context>
<context>
    <name>NearnessDialog</name>
    <message>
        <source>Compare what answers mean</source>
        <translation>Bedeutung der Antworten vergleichen</translation>
    </message>
    <message>
        <source>Looking who reads meanings…</source>
        <translation>Es wird nachgesehen, wer Bedeutungen liest…</translation>
    </message>
    <message>
        <source>A model for embeddings reads each answer and the expected one, and says how near they are in meaning, whatever their words. It knows topics well, and misses a “not” easily: read it beside the other figures.</source>
        <translation>Ein Modell für Einbettungen (Embeddings) liest jede Antwort und die erwartete und sagt, wie nah sie sich in der Bedeutung sind, egal mit welchen Worten. Themen erkennt es gut, ein „nicht“ übersieht es leicht: Lesen Sie es neben den anderen Kennzahlen.</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>Gelesen von</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>{0} (rough)</source>
        <translation>{0} (grob)</translation>
    </message>
    <message>
        <source>Nobody you can reach reads meanings yet. Fetch the model for embeddings on the Meaning tab of Data, or connect to a provider that has one.</source>
        <translation>Noch ist niemand erreichbar, der Bedeutungen liest. Holen Sie das Modell für Einbettungen in „Daten“ unter „Bedeutung“, oder verbinden Sie sich mit einem Anbieter, der eines hat.</translation>
    </message>
</context>
<context>
    <name>NearnessView</name>
    <message>
        <source>Progress of the reading</source>
        <translation>Fortschritt des Lesens</translation>
    </message>
    <message>
        <source>Compare meanings…</source>
        <translation>Bedeutung vergleichen…</translation>
    </message>
    <message>
        <source>Meaning in common</source>
        <translation>Gemeinsame Bedeutung</translation>
    </message>
    <message>
        <source>How near answers come to the expected ones in meaning, whatever their words. Not measured.</source>
        <translation>Wie nah die Antworten den erwarteten in der Bedeutung kommen, egal mit welchen Worten. Nicht gemessen.</translation>
    </message>
    <message>
        <source>Read by {0}; the figure stands above.</source>
        <translation>Gelesen von {0}; die Kennzahl steht oben.</translation>
    </message>
    <message>
        <source>1 answer came later and is not in it.</source>
        <translation>1 Antwort kam später und ist nicht darin.</translation>
    </message>
    <message>
        <source>Texts read: {0} of {1}.</source>
        <translation>Gelesene Texte: {0} von {1}.</translation>
    </message>
    <message>
        <source>Stop reading</source>
        <translation>Lesen beenden</translation>
    </message>
    <message>
        <source>{0} answers came later and are not in it.</source>
        <translation>Antworten, die später kamen und nicht darin sind: {0}.</translation>
    </message>
</context>
<context>
    <name>NoModels</name>
    <message>
        <source>There is no model to ask yet. Any of these leads to one:</source>
        <translation>Noch ist kein Modell da, das man fragen kann. Jeder dieser Wege führt zu einem:</translation>
    </message>
    <message>
        <source>Connect to a provider</source>
        <translation>Mit einem Anbieter verbinden</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Modell trainieren</translation>
    </message>
    <message>
        <source>Models of a provider answer over the internet, with a key of your own.</source>
        <translation>Modelle eines Anbieters antworten über das Internet, mit Ihrem eigenen Schlüssel.</translation>
    </message>
    <message>
        <source>A model that learned from your data answers as your data does.</source>
        <translation>Ein Modell, das aus Ihren Daten gelernt hat, antwortet wie Ihre Daten.</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Dismiss (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
</context>
<context>
    <name>PackDialog</name>
    <message>
        <source>Pack with models</source>
        <translation>Mit Modellen packen</translation>
    </message>
    <message>
        <source>Also the base models, so that the other computer needs no internet</source>
        <translation>Auch die Basismodelle, damit der andere Computer kein Internet braucht</translation>
    </message>
    <message>
        <source>How far the pack is</source>
        <translation>Wie weit das Paket ist</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose where to…</source>
        <translation>Ziel wählen…</translation>
    </message>
    <message>
        <source>One file with the project, its trainings and their models, to be opened on another computer. No key of yours is ever in it.</source>
        <translation>Eine Datei mit dem Projekt, seinen Trainings und deren Modellen, zum Öffnen auf einem anderen Computer. Ihre Schlüssel sind nie darin.</translation>
    </message>
    <message>
        <source>Looking what belongs to the project…</source>
        <translation>Es wird nachgesehen, was zum Projekt gehört…</translation>
    </message>
    <message>
        <source>Packs of TuneDesk (*{0})</source>
        <translation>Pakete von TuneDesk (*{0})</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>The project and one model of this computer, about {1}.</source>
        <translation>Das Projekt und ein Modell dieses Computers, etwa {1}.</translation>
    </message>
    <message>
        <source>The project and {0} models of this computer, about {1}.</source>
        <translation>Das Projekt und {0} Modelle dieses Computers, etwa {1}.</translation>
    </message>
    <message>
        <source>The other computer fetches the base model itself: {0}.</source>
        <translation>Das Basismodell holt der andere Computer selbst: {0}.</translation>
    </message>
    <message>
        <source>Trainings that are not over stay here: {0}.</source>
        <translation>Trainings, die noch nicht zu Ende sind, bleiben hier: {0}.</translation>
    </message>
    <message>
        <source>Trainings whose models are not here any more: {0}.</source>
        <translation>Trainings, deren Modelle nicht mehr hier sind: {0}.</translation>
    </message>
</context>
<context>
    <name>PairsBoard</name>
    <message>
        <source>Compare again</source>
        <translation>Neu vergleichen</translation>
    </message>
    <message>
        <source>Next group</source>
        <translation>Nächste Gruppe</translation>
    </message>
    <message>
        <source>Which groups are listed</source>
        <translation>Welche Gruppen aufgelistet sind</translation>
    </message>
    <message>
        <source>Groups of rows that are alike</source>
        <translation>Gruppen von Zeilen, die sich gleichen</translation>
    </message>
</context>
<context>
    <name>PairsPage</name>
    <message>
        <source>Rows that are alike</source>
        <translation>Zeilen, die sich gleichen</translation>
    </message>
    <message>
        <source>A model takes what is repeated for important, and learns little from what is contradicted.</source>
        <translation>Was sich wiederholt, hält ein Modell für wichtig; aus Widersprüchen lernt es wenig.</translation>
    </message>
    <message>
        <source>Comparing the rows</source>
        <translation>Zeilen werden verglichen</translation>
    </message>
    <message>
        <source>{0}: {1} of {2}</source>
        <translation>{0}: {1} von {2}</translation>
    </message>
    <message>
        <source>No two rows are alike.</source>
        <translation>Keine zwei Zeilen gleichen sich.</translation>
    </message>
    <message>
        <source>Back to the table</source>
        <translation>Zurück zur Tabelle</translation>
    </message>
    <message>
        <source>All groups ({0})</source>
        <translation>Alle Gruppen ({0})</translation>
    </message>
    <message>
        <source>{0} of {1} open</source>
        <translation>{0} von {1} offen</translation>
    </message>
    <message>
        <source>Ask about them again</source>
        <translation>Erneut danach fragen</translation>
    </message>
    <message>
        <source>They may all stay</source>
        <translation>Sie dürfen alle bleiben</translation>
    </message>
</context>
<context>
    <name>PaletteDialog</name>
    <message>
        <source>All actions</source>
        <translation>Alle Aktionen</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>Was möchten Sie tun?</translation>
    </message>
    <message>
        <source>Search in all actions</source>
        <translation>In allen Aktionen suchen</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>No action is found by these words.</source>
        <translation>Zu diesen Wörtern gibt es keine Aktion.</translation>
    </message>
</context>
<context>
    <name>PanelView</name>
    <message>
        <source>Curves: {0}</source>
        <translation>Kurven: {0}</translation>
    </message>
</context>
<context>
    <name>PanelsBox</name>
    <message>
        <source>The arrow keys show the values, plus and minus move closer, 0 shows everything.</source>
        <translation>Die Pfeiltasten zeigen die Werte, Plus und Minus gehen näher heran oder weiter weg, 0 zeigt alles.</translation>
    </message>
</context>
<context>
    <name>ParameterFold</name>
    <message>
        <source>How answers are drawn</source>
        <translation>Wie Antworten gezogen werden</translation>
    </message>
    <message>
        <source>So many times each model is asked the same: at a temperature above 0 you see how answers vary.</source>
        <translation>So oft wird jedes Modell dasselbe gefragt: Bei einer Temperatur über 0 sehen Sie, wie sehr die Antworten schwanken.</translation>
    </message>
    <message>
        <source>Answers to each prompt (n)</source>
        <translation>Antworten je Prompt (n)</translation>
    </message>
    <message>
        <source>{0}, {1} answers to each prompt</source>
        <translation>{0}, {1} Antworten je Prompt</translation>
    </message>
</context>
<context>
    <name>ParameterForm</name>
    <message>
        <source>by chance</source>
        <translation>zufällig</translation>
    </message>
    <message>
        <source>do not ask</source>
        <translation>nicht abfragen</translation>
    </message>
    <message>
        <source>of the answer alone</source>
        <translation>nur der Antwort</translation>
    </message>
    <message>
        <source>with 2 others</source>
        <translation>mit 2 anderen</translation>
    </message>
    <message>
        <source>with 5 others</source>
        <translation>mit 5 anderen</translation>
    </message>
    <message>
        <source>0 always takes the likeliest word, so that two tries are alike; higher values vary more.</source>
        <translation>0 nimmt immer das wahrscheinlichste Wort, zwei Versuche gleichen sich dann; höhere Werte bringen mehr Abwechslung.</translation>
    </message>
    <message>
        <source>An answer is cut off after so many tokens; a token is about four letters of English.</source>
        <translation>Nach so vielen Token wird eine Antwort abgeschnitten; ein Token sind im Englischen etwa vier Buchstaben.</translation>
    </message>
    <message>
        <source>Only the likeliest words that have this share together are drawn from; 1 leaves none out.</source>
        <translation>Gezogen wird nur aus den wahrscheinlichsten Wörtern, die zusammen diesen Anteil haben; 1 lässt keines weg.</translation>
    </message>
    <message>
        <source>An answer ends before any of these, one a line, at most 4; \n stands for a line break.</source>
        <translation>Eine Antwort endet vor jeder dieser Folgen, eine je Zeile, höchstens 4; \n steht für einen Zeilenumbruch.</translation>
    </message>
    <message>
        <source>Above 0 the model rather speaks of something new; below 0 it stays with its subject.</source>
        <translation>Über 0 spricht das Modell lieber von etwas Neuem, unter 0 bleibt es bei seinem Thema.</translation>
    </message>
    <message>
        <source>Above 0 a word is the less likely the more often it was said; it helps against repetition.</source>
        <translation>Über 0 wird ein Wort umso unwahrscheinlicher, je öfter es schon vorkam; das hilft gegen Wiederholungen.</translation>
    </message>
    <message>
        <source>With the same number the same answer is drawn again, where the provider keeps its word.</source>
        <translation>Mit derselben Zahl wird dieselbe Antwort wieder gezogen, soweit der Anbieter sich daran hält.</translation>
    </message>
    <message>
        <source>Shows how sure the model was of each token, and what else it might have said.</source>
        <translation>Zeigt, wie sicher das Modell bei jedem Token war und was es sonst hätte sagen können.</translation>
    </message>
    <message>
        <source>Empty: each row keeps its own system message. What stands here takes its place.</source>
        <translation>Leer: Jede Zeile behält ihre eigene Systemnachricht. Was hier steht, tritt an deren Stelle.</translation>
    </message>
    <message>
        <source>Chance (temperature)</source>
        <translation>Zufall (Temperatur)</translation>
    </message>
    <message>
        <source>Longest answer (tokens)</source>
        <translation>Längste Antwort (Token)</translation>
    </message>
    <message>
        <source>Share of likely words (top_p)</source>
        <translation>Anteil wahrscheinlicher Wörter (top_p)</translation>
    </message>
    <message>
        <source>Stop before (stop sequences)</source>
        <translation>Abbruch vor (Stoppfolgen)</translation>
    </message>
    <message>
        <source>New subjects (presence penalty)</source>
        <translation>Neue Themen (Präsenzabzug, presence penalty)</translation>
    </message>
    <message>
        <source>Against repetition (frequency penalty)</source>
        <translation>Gegen Wiederholung (Häufigkeitsabzug)</translation>
    </message>
    <message>
        <source>Number for chance (seed)</source>
        <translation>Startwert für den Zufall (Seed)</translation>
    </message>
    <message>
        <source>Likelihood of tokens (logprobs)</source>
        <translation>Wahrscheinlichkeit der Token (logprobs)</translation>
    </message>
    <message>
        <source>System message</source>
        <translation>Systemnachricht</translation>
    </message>
</context>
<context>
    <name>Parameters</name>
    <message>
        <source>at most {0}</source>
        <translation>höchstens {0}</translation>
    </message>
    <message>
        <source>frequency penalty {0}</source>
        <translation>Häufigkeitsabzug {0}</translation>
    </message>
    <message>
        <source>own system message</source>
        <translation>eigene Systemnachricht</translation>
    </message>
    <message>
        <source>presence penalty {0}</source>
        <translation>Präsenzabzug {0}</translation>
    </message>
    <message>
        <source>seed {0}</source>
        <translation>Startwert {0}</translation>
    </message>
    <message>
        <source>stop before {0}</source>
        <translation>Abbruch vor {0}</translation>
    </message>
    <message>
        <source>temperature {0}</source>
        <translation>Temperatur {0}</translation>
    </message>
    <message>
        <source>top_p {0}</source>
        <translation>top_p {0}</translation>
    </message>
    <message>
        <source>with likelihoods</source>
        <translation>mit Wahrscheinlichkeiten</translation>
    </message>
</context>
<context>
    <name>Parting</name>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>The folder {0} stays as it is; TuneDesk only takes it out of its list.</source>
        <translation>Der Ordner {0} bleibt, wie er ist; TuneDesk nimmt ihn nur aus seiner Liste.</translation>
    </message>
    <message>
        <source>Take it out of the list</source>
        <translation>Aus der Liste nehmen</translation>
    </message>
    <message>
        <source>It goes to the bin ({0}) and can be put back until TuneDesk closes.</source>
        <translation>Es kommt in den Papierkorb ({0}) und lässt sich zurückholen, bis TuneDesk geschlossen wird.</translation>
    </message>
    <message>
        <source>After that it has to be fetched again.</source>
        <translation>Danach muss es neu geholt werden.</translation>
    </message>
    <message>
        <source>After that you need its file again.</source>
        <translation>Danach brauchen Sie seine Datei noch einmal.</translation>
    </message>
    <message>
        <source>Delete from this computer</source>
        <translation>Von diesem Computer löschen</translation>
    </message>
    <message>
        <source>Looking which models were made from it…</source>
        <translation>Es wird nachgesehen, welche Modelle daraus entstanden sind…</translation>
    </message>
    <message>
        <source>A training that is not over needs it, so it cannot go now.</source>
        <translation>Ein Training, das noch läuft, braucht es; deshalb kann es jetzt nicht weg.</translation>
    </message>
    <message>
        <source>No tuned model on this computer was made from it.</source>
        <translation>Auf diesem Computer ist kein trainiertes Modell daraus entstanden.</translation>
    </message>
    <message>
        <source>These tuned models were made from it, and cannot be asked or compared without it: {0}. They stay on the disk and work again when it is back.</source>
        <translation>Diese trainierten Modelle sind daraus entstanden und lassen sich ohne es weder fragen noch vergleichen: {0}. Sie bleiben auf der Platte und gehen wieder, sobald es zurück ist.</translation>
    </message>
    <message>
        <source> and {0} more</source>
        <translation> und {0} weitere</translation>
    </message>
    <message>
        <source>Which models were made from it could not be looked up; those cannot be asked without it.</source>
        <translation>Welche Modelle daraus entstanden sind, ließ sich nicht nachsehen; diese lassen sich ohne es nicht fragen.</translation>
    </message>
</context>
<context>
    <name>Passport</name>
    <message>
        <source>Blind votes against {1}: it gets {2} of 1 vote, a tie counting half.</source>
        <translation>Blindabstimmung gegen {1}: Es erhält {2} von 1 Stimme; unentschieden zählt halb.</translation>
    </message>
    <message>
        <source>Blind votes against {1}: it gets {2} of {0} votes, a tie counting half.</source>
        <translation>Blindabstimmung gegen {1}: Es erhält {2} von {0} Stimmen; unentschieden zählt halb.</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>How good it is</source>
        <translation>Wie gut es ist</translation>
    </message>
    <message>
        <source>How good it is on rows it has not seen is not known from enough rows.</source>
        <translation>Wie gut es bei Zeilen ist, die es nicht gesehen hat, ist noch nicht an genügend Zeilen gemessen.</translation>
    </message>
    <message>
        <source>How it learned</source>
        <translation>Wie es gelernt hat</translation>
    </message>
    <message>
        <source>How to call it</source>
        <translation>Wie man es aufruft</translation>
    </message>
    <message>
        <source>It has learned from {0} rows alone; what is unlike them it may get wrong.</source>
        <translation>Es hat aus nur {0} Zeilen gelernt; bei allem, was ihnen nicht ähnelt, kann es danebenliegen.</translation>
    </message>
    <message>
        <source>It is preferred.</source>
        <translation>Es wird bevorzugt.</translation>
    </message>
    <message>
        <source>It is switched off on {0}.</source>
        <translation>Es wird am {0} abgeschaltet.</translation>
    </message>
    <message>
        <source>It is the better one.</source>
        <translation>Es ist das bessere.</translation>
    </message>
    <message>
        <source>It may say things that are not true. Look at its answers before others rely on them.</source>
        <translation>Es kann Dinge sagen, die nicht stimmen. Sehen Sie sich seine Antworten an, bevor sich andere darauf verlassen.</translation>
    </message>
    <message>
        <source>It was not tested yet, and nobody has voted on its answers.</source>
        <translation>Es wurde noch nicht getestet, und niemand hat über seine Antworten abgestimmt.</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Meaning in common with the expected answers: {0}, as {1} reads them.</source>
        <translation>Gemeinsame Bedeutung mit den erwarteten Antworten: {0}, wie {1} sie liest.</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Test of {0}: {1} of {2} right, that is {3}.</source>
        <translation>Test ({0}): {1} von {2} richtig, das sind {3}.</translation>
    </message>
    <message>
        <source>The other one is better.</source>
        <translation>Das andere ist besser.</translation>
    </message>
    <message>
        <source>The other one is preferred.</source>
        <translation>Das andere wird bevorzugt.</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>Trainingsverlust</translation>
    </message>
    <message>
        <source>Validation loss</source>
        <translation>Validierungsverlust</translation>
    </message>
    <message>
        <source>What it is not</source>
        <translation>Was es nicht ist</translation>
    </message>
    <message>
        <source>Which is better is open.</source>
        <translation>Welches besser ist, ist offen.</translation>
    </message>
    <message>
        <source>Who is better is open.</source>
        <translation>Welches besser ist, ist offen.</translation>
    </message>
    <message>
        <source>about ${0}</source>
        <translation>etwa {0} $</translation>
    </message>
    <message>
        <source>nothing: it was trained on this computer</source>
        <translation>nichts: Es wurde auf diesem Computer trainiert</translation>
    </message>
    <message>
        <source>{0} % ({1} to {2})</source>
        <translation>{0} % ({1} bis {2})</translation>
    </message>
    <message>
        <source>{0} ({1} to {2})</source>
        <translation>{0} ({1} bis {2})</translation>
    </message>
    <message>
        <source>{0} as judge finds {1} of its answers good: an opinion.</source>
        <translation>{0} als Richter findet {1} seiner Antworten gut: eine Meinung.</translation>
    </message>
    <message>
        <source>{0} as judge gives its answers {1} of {2} on average: an opinion.</source>
        <translation>{0} als Richter gibt seinen Antworten im Durchschnitt {1} von {2} Punkten: eine Meinung.</translation>
    </message>
    <message>
        <source>{0} as judge, against {1}: it gets {2} of the rows, a tie counting half; an opinion.</source>
        <translation>{0} als Richter, im Vergleich mit {1}: Es erhält {2} der Zeilen, unentschieden zählt halb; eine Meinung.</translation>
    </message>
</context>
<context>
    <name>PassportSaver</name>
    <message>
        <source>Sheet of paper (*.pdf)</source>
        <translation>Blatt Papier (*.pdf)</translation>
    </message>
    <message>
        <source>Page for the browser (*.html)</source>
        <translation>Seite für den Browser (*.html)</translation>
    </message>
    <message>
        <source>Save the passport</source>
        <translation>Modellpass speichern</translation>
    </message>
</context>
<context>
    <name>Past</name>
    <message>
        <source>A search ({0}) is not finished: it has {1} of {2}.</source>
        <translation>Eine Suche ({0}) ist noch nicht fertig: Sie hat {1} von {2}.</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Zeigen</translation>
    </message>
</context>
<context>
    <name>PastDialog</name>
    <message>
        <source>Save as…</source>
        <translation>Speichern als…</translation>
    </message>
    <message>
        <source>Ask what is missing</source>
        <translation>Fehlendes fragen</translation>
    </message>
    <message>
        <source>What was answered is not asked again</source>
        <translation>Was beantwortet ist, wird nicht noch einmal gefragt</translation>
    </message>
    <message>
        <source>Show it again</source>
        <translation>Wieder zeigen</translation>
    </message>
    <message>
        <source>Earlier comparisons</source>
        <translation>Frühere Vergleiche</translation>
    </message>
    <message>
        <source>Find a comparison</source>
        <translation>Vergleich suchen</translation>
    </message>
    <message>
        <source>A word that was asked or answered</source>
        <translation>Ein Wort aus Frage oder Antwort</translation>
    </message>
    <message>
        <source>Comparisons, the newest first</source>
        <translation>Vergleiche, die neuesten zuerst</translation>
    </message>
    <message>
        <source>{0} comparisons</source>
        <translation>{0} Vergleiche</translation>
    </message>
    <message>
        <source>No comparison has these words.</source>
        <translation>Diese Wörter kommen in keinem Vergleich vor.</translation>
    </message>
    <message>
        <source>Nothing has been compared yet. What you ask is kept here by itself.</source>
        <translation>Noch wurde nichts verglichen. Was Sie fragen, wird hier von selbst aufbewahrt.</translation>
    </message>
    <message>
        <source>{0}: {1} ({2} of {4})</source>
        <translation>{0}: {1} ({2} von {4})</translation>
    </message>
    <message>
        <source>Page (*.html)</source>
        <translation>Seite (*.html)</translation>
    </message>
    <message>
        <source>Excel workbook (*.xlsx)</source>
        <translation>Excel-Arbeitsmappe (*.xlsx)</translation>
    </message>
    <message>
        <source>Spreadsheet text (*.csv)</source>
        <translation>Tabellentext (*.csv)</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Save the answers</source>
        <translation>Antworten speichern</translation>
    </message>
    <message>
        <source>Saved as {0}.</source>
        <translation>Gespeichert als {0}.</translation>
    </message>
</context>
<context>
    <name>PastSearches</name>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Earlier searches</source>
        <translation>Frühere Suchen</translation>
    </message>
    <message>
        <source>Find a search</source>
        <translation>Suche finden</translation>
    </message>
    <message>
        <source>A word that was asked or answered</source>
        <translation>Ein Wort aus Frage oder Antwort</translation>
    </message>
    <message>
        <source>Searches, the newest first</source>
        <translation>Suchen, die neuesten zuerst</translation>
    </message>
    <message>
        <source>{0} searches</source>
        <translation>{0} Suchen</translation>
    </message>
    <message>
        <source>No search has these words.</source>
        <translation>Diese Wörter kommen in keiner Suche vor.</translation>
    </message>
    <message>
        <source>Nothing has been searched yet. Every search is kept here by itself.</source>
        <translation>Noch wurde nichts gesucht. Jede Suche wird hier von selbst aufbewahrt.</translation>
    </message>
    <message>
        <source>{0}: {1} ({2} of {4})</source>
        <translation>{0}: {1} ({2} von {4})</translation>
    </message>
</context>
<context>
    <name>PastTalks</name>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>Weiterführen</translation>
    </message>
    <message>
        <source>Earlier conversations</source>
        <translation>Frühere Gespräche</translation>
    </message>
    <message>
        <source>Find a conversation</source>
        <translation>Gespräch suchen</translation>
    </message>
    <message>
        <source>A word that was said or answered</source>
        <translation>Ein Wort, das gesagt oder geantwortet wurde</translation>
    </message>
    <message>
        <source>Conversations, the newest first</source>
        <translation>Gespräche, die neuesten zuerst</translation>
    </message>
    <message>
        <source>{0} conversations</source>
        <translation>{0} Gespräche</translation>
    </message>
    <message>
        <source>No conversation has these words.</source>
        <translation>Diese Wörter kommen in keinem Gespräch vor.</translation>
    </message>
    <message>
        <source>No conversation was held yet. What is said is kept here by itself.</source>
        <translation>Noch gab es kein Gespräch. Was gesagt wird, wird hier von selbst aufbewahrt.</translation>
    </message>
    <message>
        <source>{0}: {1} ({3})</source>
        <translation>{0}: {1} ({3})</translation>
    </message>
    <message>
        <source>Rename the conversation</source>
        <translation>Gespräch umbenennen</translation>
    </message>
    <message>
        <source>What is it called?</source>
        <translation>Wie soll es heißen?</translation>
    </message>
</context>
<context>
    <name>PasteSheet</name>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Paste only what fits</source>
        <translation>Nur einfügen, was passt</translation>
    </message>
</context>
<context>
    <name>Paster</name>
    <message>
        <source>There is nothing on the clipboard that cells can take.</source>
        <translation>In der Zwischenablage ist nichts, was in Zellen passt.</translation>
    </message>
</context>
<context>
    <name>PathPanel</name>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>Show me where</source>
        <translation>Zeigen, wo</translation>
    </message>
    <message>
        <source>Close the first steps</source>
        <translation>Die ersten Schritte schließen</translation>
    </message>
    <message>
        <source>Close; Help, First steps brings them back</source>
        <translation>Schließen; Hilfe, Erste Schritte bringt sie zurück</translation>
    </message>
    <message>
        <source>✓ {0}</source>
        <translation>✓ {0}</translation>
    </message>
    <message>
        <source>{0}: done</source>
        <translation>{0}: erledigt</translation>
    </message>
    <message>
        <source>First steps: all done</source>
        <translation>Erste Schritte: alles erledigt</translation>
    </message>
    <message>
        <source>First steps: {0} of {1}</source>
        <translation>Erste Schritte: {0} von {1}</translation>
    </message>
</context>
<context>
    <name>PlaceButtons</name>
    <message>
        <source>Look what is at {0}</source>
        <translation>Bei {0} nachsehen</translation>
    </message>
    <message>
        <source>Stop looking at {0}</source>
        <translation>Nachsehen bei {0} beenden</translation>
    </message>
</context>
<context>
    <name>PlanBoard</name>
    <message>
        <source>Starting the training engine on this computer. The first time takes up to a minute.</source>
        <translation>Die Trainings-Engine auf diesem Computer startet. Beim ersten Mal dauert es bis zu einer Minute.</translation>
    </message>
</context>
<context>
    <name>PlanCard</name>
    <message>
        <source>Starting…</source>
        <translation>Startet…</translation>
    </message>
    <message>
        <source>The place of that training was removed since. Choose another one; the rest is as it was.</source>
        <translation>Der Ort jenes Trainings wurde inzwischen entfernt. Wählen Sie einen anderen; der Rest ist wie zuvor.</translation>
    </message>
</context>
<context>
    <name>PlanClasses</name>
    <message>
        <source>Measure how well the classes are told apart</source>
        <translation>Messen, wie gut die Klassen unterschieden werden</translation>
    </message>
    <message>
        <source>Precision then says how many of those the model finds are right, recall how many of all it finds.</source>
        <translation>Precision sagt dann, wie viele der Funde des Modells stimmen, Recall, wie viele von allen es findet.</translation>
    </message>
    <message>
        <source>Class that is looked for (positive class)</source>
        <translation>Klasse, die gesucht wird (positive Klasse)</translation>
    </message>
    <message>
        <source>F-scores (betas)</source>
        <translation>F-Werte (Betas)</translation>
    </message>
    <message>
        <source>None: all count alike</source>
        <translation>Keine: alle zählen gleich</translation>
    </message>
    <message>
        <source>The answers of your training rows are {0} classes: {1}.</source>
        <translation>Die Antworten Ihrer Trainingszeilen sind {0} Klassen: {1}.</translation>
    </message>
    <message>
        <source>The answers of your training rows are {0} classes: {1} and {2} more.</source>
        <translation>Die Antworten Ihrer Trainingszeilen sind {0} Klassen: {1} und {2} weitere.</translation>
    </message>
    <message>
        <source>After each pass, the share of right answers (accuracy) and F1 are measured on validation rows.</source>
        <translation>Nach jedem Durchgang werden der Anteil richtiger Antworten (Accuracy) und F1 an den Validierungszeilen gemessen.</translation>
    </message>
    <message>
        <source>That can be measured when validation rows are used.</source>
        <translation>Das lässt sich messen, wenn Validierungszeilen verwendet werden.</translation>
    </message>
</context>
<context>
    <name>PlanForm</name>
    <message>
        <source>Name of the tuned model (suffix)</source>
        <translation>Name des trainierten Modells (Suffix)</translation>
    </message>
    <message>
        <source>Passes over the rows (epochs)</source>
        <translation>Durchgänge durch die Zeilen (Epochen)</translation>
    </message>
    <message>
        <source>for example heroes</source>
        <translation>zum Beispiel helden</translation>
    </message>
    <message>
        <source>Becomes part of the model&apos;s name. At most {0} letters, digits, - and _.</source>
        <translation>Wird Teil des Modellnamens. Höchstens {0} Buchstaben, Ziffern, - und _.</translation>
    </message>
    <message>
        <source>Automatic ({0})</source>
        <translation>Automatisch ({0})</translation>
    </message>
    <message>
        <source>Automatic (about {0})</source>
        <translation>Automatisch (etwa {0})</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>The model sees every training row this often. More follow the rows closer.</source>
        <translation>So oft sieht das Modell jede Trainingszeile. Mehr hält sich enger an die Zeilen.</translation>
    </message>
    <message>
        <source>Measure on the validation row as well</source>
        <translation>Auch an der Validierungszeile messen</translation>
    </message>
    <message>
        <source>Measure on the {0} validation rows as well</source>
        <translation>Auch an den {0} Validierungszeilen messen</translation>
    </message>
    <message>
        <source>They are not learned. Their loss shows whether the model learns more than the rows by heart.</source>
        <translation>Sie werden nicht gelernt. Ihr Verlust zeigt, ob das Modell mehr lernt als die Zeilen auswendig.</translation>
    </message>
</context>
<context>
    <name>PlanModel</name>
    <message>
        <source>Base model</source>
        <translation>Basismodell</translation>
    </message>
    <message>
        <source>Go on from {0}</source>
        <translation>Mit {0} weitermachen</translation>
    </message>
    <message>
        <source>{0} (not fetched yet)</source>
        <translation>{0} (noch nicht geholt)</translation>
    </message>
    <message>
        <source>the model&apos;s name, as the provider writes it</source>
        <translation>der Name des Modells, wie der Anbieter ihn schreibt</translation>
    </message>
</context>
<context>
    <name>PlanOutlook</name>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>What is sent</source>
        <translation>Was gesendet wird</translation>
    </message>
    <message>
        <source>Look at them</source>
        <translation>Zeilen ansehen</translation>
    </message>
    <message>
        <source>Go to the data</source>
        <translation>Zu den Daten</translation>
    </message>
    <message>
        <source>What this will take</source>
        <translation>Was dafür nötig ist</translation>
    </message>
    <message>
        <source>A few steps are being tried to know it better.</source>
        <translation>Ein paar Schritte werden probiert, um es genauer zu wissen.</translation>
    </message>
    <message>
        <source>Personal data or keys in the rows that are sent: {0}.</source>
        <translation>Personenbezogene Daten oder Schlüssel in den Zeilen, die gesendet werden: {0}.</translation>
    </message>
    <message>
        <source>The model learns from 1 training row.</source>
        <translation>Das Modell lernt aus 1 Trainingszeile.</translation>
    </message>
    <message>
        <source>The model learns from {0} training rows.</source>
        <translation>Das Modell lernt aus {0} Trainingszeilen.</translation>
    </message>
    <message>
        <source>1 validation row shows whether it learns more than the rows by heart.</source>
        <translation>1 Validierungszeile zeigt, ob es mehr lernt als die Zeilen auswendig.</translation>
    </message>
    <message>
        <source>{0} validation rows show whether it learns more than the rows by heart.</source>
        <translation>{0} Validierungszeilen zeigen, ob es mehr lernt als die Zeilen auswendig.</translation>
    </message>
    <message>
        <source>1 test row stays aside for comparing answers.</source>
        <translation>1 Testzeile bleibt zum Vergleichen von Antworten beiseite.</translation>
    </message>
    <message>
        <source>{0} test rows stay aside for comparing answers.</source>
        <translation>{0} Testzeilen bleiben beiseite, um Antworten zu vergleichen.</translation>
    </message>
    <message>
        <source>{0}</source>
        <translation>{0}</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>etwa {0}</translation>
    </message>
    <message>
        <source>The training rows have {0} tokens (pieces of words); {1} passes read {2}.</source>
        <translation>Die Trainingszeilen haben {0} Token (Wortstücke); in {1} Durchgängen werden {2} gelesen.</translation>
    </message>
    <message>
        <source>The training rows have {0} tokens (pieces of words), read once.</source>
        <translation>Die Trainingszeilen haben {0} Token (Wortstücke), einmal gelesen.</translation>
    </message>
    <message>
        <source>They are estimated: this model&apos;s own word list is not here.</source>
        <translation>Das ist geschätzt: Die eigene Wortliste dieses Modells ist nicht hier.</translation>
    </message>
    <message>
        <source>1 row is longer than {1} tokens (it has {2}); the model would not see what goes beyond.</source>
        <translation>1 Zeile ist länger als {1} Token (sie hat {2}); was darüber hinausgeht, sähe das Modell nicht.</translation>
    </message>
    <message>
        <source>{0} rows are longer than {1} tokens (up to {2}); the model would not see what goes beyond.</source>
        <translation>{0} Zeilen sind länger als {1} Token (bis zu {2}); was darüber hinausgeht, sähe das Modell nicht.</translation>
    </message>
    <message>
        <source>Free of charge.</source>
        <translation>Kostenlos.</translation>
    </message>
    <message>
        <source>Free of charge, unless the owner of that computer asks for something.</source>
        <translation>Kostenlos, es sei denn, der Besitzer jenes Computers verlangt etwas.</translation>
    </message>
    <message>
        <source>Nobody told TuneDesk what this place charges. Look at its price list before you start.</source>
        <translation>TuneDesk weiß nicht, was dieser Ort berechnet. Sehen Sie vor dem Start in seine Preisliste.</translation>
    </message>
    <message>
        <source>Less than ${0}.</source>
        <translation>Weniger als {0} $.</translation>
    </message>
    <message>
        <source>About ${0}.</source>
        <translation>Etwa {0} $.</translation>
    </message>
    <message>
        <source>More, if the provider chooses more passes.</source>
        <translation>Mehr, falls der Anbieter mehr Durchgänge wählt.</translation>
    </message>
    <message>
        <source>${0} for a million tokens as of {1} (source: {2}).</source>
        <translation>{0} $ für eine Million Token, Stand {1} (Quelle: {2}).</translation>
    </message>
    <message>
        <source>It will take {0} at {1}, as a few steps tried there show. You may close the window meanwhile.</source>
        <translation>Es dauert {0} bei {1}, wie ein paar dort probierte Schritte zeigen. Das Fenster dürfen Sie inzwischen schließen.</translation>
    </message>
    <message>
        <source>{0} tells once the training runs. You may close the window meanwhile.</source>
        <translation>{0} sagt es, sobald das Training läuft. Das Fenster dürfen Sie inzwischen schließen.</translation>
    </message>
    <message>
        <source>It runs on this computer&apos;s graphics processor; the time is measured as soon as it runs.</source>
        <translation>Es läuft auf dem Grafikprozessor dieses Computers; die Zeit wird gemessen, sobald es läuft.</translation>
    </message>
    <message>
        <source>It will take {0}, measured on this computer by a few steps that were tried.</source>
        <translation>Es dauert {0}, auf diesem Computer mit ein paar probierten Schritten gemessen.</translation>
    </message>
    <message>
        <source>It will take {0} on this computer ({1} processor cores, {2} of memory).</source>
        <translation>Es dauert {0} auf diesem Computer ({1} Prozessorkerne, {2} Arbeitsspeicher).</translation>
    </message>
    <message>
        <source>It needs about {0} of memory, and {1} on the disk ({2} are free).</source>
        <translation>Es braucht etwa {0} Arbeitsspeicher und {1} auf der Platte ({2} sind frei).</translation>
    </message>
    <message>
        <source>It needs about {0} on the disk ({1} are free).</source>
        <translation>Es braucht etwa {0} auf der Platte ({1} sind frei).</translation>
    </message>
    <message>
        <source>Everything stays on this computer: neither your rows nor the model are sent anywhere.</source>
        <translation>Alles bleibt auf diesem Computer: Weder Ihre Zeilen noch das Modell werden irgendwohin gesendet.</translation>
    </message>
    <message>
        <source>{0}, about {1}, to {2}.</source>
        <translation>{0}, etwa {1}, an {2}.</translation>
    </message>
</context>
<context>
    <name>PlanSending</name>
    <message>
        <source>The rows are written as {0} wants them.</source>
        <translation>Die Zeilen werden so geschrieben, wie {0} sie haben will.</translation>
    </message>
    <message>
        <source>{0} is asked to begin.</source>
        <translation>{0} wird gebeten zu beginnen.</translation>
    </message>
    <message>
        <source>The rows are sent to {0}.</source>
        <translation>Die Zeilen werden an {0} gesendet.</translation>
    </message>
    <message>
        <source>The rows are sent to {0}: {1} of {2}.</source>
        <translation>Die Zeilen werden an {0} gesendet: {1} von {2}.</translation>
    </message>
</context>
<context>
    <name>PlanSettings</name>
    <message>
        <source>The same number and the same rows give the same training again.</source>
        <translation>Dieselbe Zahl und dieselben Zeilen ergeben wieder dasselbe Training.</translation>
    </message>
    <message>
        <source>Start of chance (seed)</source>
        <translation>Startwert des Zufalls (Seed)</translation>
    </message>
    <message>
        <source>Where the provider runs the training; prices and privacy differ.</source>
        <translation>Wo der Anbieter das Training ausführt; Preise und Datenschutz unterscheiden sich.</translation>
    </message>
    <message>
        <source>Kind of training (training type)</source>
        <translation>Art des Trainings (training type)</translation>
    </message>
    <message>
        <source>Keep this computer awake until the training has ended</source>
        <translation>Diesen Computer wach halten, bis das Training zu Ende ist</translation>
    </message>
    <message>
        <source>Advanced settings</source>
        <translation>Weitere Einstellungen</translation>
    </message>
    <message>
        <source>everything automatic</source>
        <translation>alles automatisch</translation>
    </message>
    <message>
        <source>seed {0}</source>
        <translation>Startwert {0}</translation>
    </message>
    <message>
        <source>stays awake</source>
        <translation>bleibt wach</translation>
    </message>
</context>
<context>
    <name>PlanTrouble</name>
    <message>
        <source>Enter the key…</source>
        <translation>Schlüssel eingeben…</translation>
    </message>
    <message>
        <source>Open the network settings…</source>
        <translation>Netzwerkeinstellungen öffnen…</translation>
    </message>
    <message>
        <source>Look at the key…</source>
        <translation>Schlüssel ansehen…</translation>
    </message>
    <message>
        <source>Add a provider…</source>
        <translation>Anbieter hinzufügen…</translation>
    </message>
    <message>
        <source>Set up training on this computer…</source>
        <translation>Training auf diesem Computer einrichten…</translation>
    </message>
</context>
<context>
    <name>PlanView</name>
    <message>
        <source>Stop when it has cost more than</source>
        <translation>Anhalten, wenn es mehr gekostet hat als</translation>
    </message>
    <message>
        <source>How often each prompt is asked in each setting: it shows how much the answers vary.</source>
        <translation>Wie oft jeder Prompt mit jeder Einstellung gefragt wird: So sieht man, wie sehr die Antworten schwanken.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>Settings to try</source>
        <translation>Einstellungen zum Probieren</translation>
    </message>
    <message>
        <source>Every combination of these values is asked. Whatever is not marked stays as it is below.</source>
        <translation>Jede Kombination dieser Werte wird gefragt. Was nicht markiert ist, bleibt wie unten angegeben.</translation>
    </message>
    <message>
        <source>Reckoning what it takes…</source>
        <translation>Aufwand wird berechnet…</translation>
    </message>
    <message>
        <source>Mark at least one setting above, with values that can be asked for.</source>
        <translation>Markieren Sie oben mindestens eine Einstellung, mit Werten, die sich verwenden lassen.</translation>
    </message>
    <message>
        <source>Type the prompt that is to be asked.</source>
        <translation>Tippen Sie den Prompt ein, der gefragt werden soll.</translation>
    </message>
    <message>
        <source>These are too many combinations: {0} can be looked through at most.</source>
        <translation>Das sind zu viele Kombinationen: Höchstens {0} lassen sich durchsehen.</translation>
    </message>
    <message>
        <source>{0} × {1} × {2} = {3}</source>
        <translation>{0} × {1} × {2} = {3}</translation>
    </message>
    <message>
        <source>The rows of this project are pairs of answers. Make new rows in a project of their own.</source>
        <translation>Die Zeilen dieses Projekts sind Antwortpaare. Erzeugen Sie neue Zeilen in einem eigenen Projekt.</translation>
    </message>
    <message>
        <source>Counting the rows…</source>
        <translation>Zeilen werden gezählt…</translation>
    </message>
</context>
<context>
    <name>PlanWhere</name>
    <message>
        <source>Add a provider…</source>
        <translation>Anbieter hinzufügen…</translation>
    </message>
    <message>
        <source>Opens the preferences, where a provider and its key are entered.</source>
        <translation>Öffnet die Einstellungen, in denen ein Anbieter und sein Schlüssel eingetragen werden.</translation>
    </message>
    <message>
        <source>Where it trains</source>
        <translation>Wo es trainiert</translation>
    </message>
</context>
<context>
    <name>PlanWords</name>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>{0} is being asked which models there are.</source>
        <translation>{0} wird gefragt, welche Modelle es gibt.</translation>
    </message>
    <message>
        <source>Name the model that is to learn: without one, the training cannot start.</source>
        <translation>Nennen Sie das Modell, das lernen soll: Ohne eines kann das Training nicht starten.</translation>
    </message>
    <message>
        <source>The model that learns from your rows.</source>
        <translation>Das Modell, das aus Ihren Zeilen lernt.</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Training starten</translation>
    </message>
    <message>
        <source>Start training (price not known)</source>
        <translation>Training starten (Preis unbekannt)</translation>
    </message>
    <message>
        <source>Start training (less than ${0})</source>
        <translation>Training starten (unter {0} $)</translation>
    </message>
    <message>
        <source>Start training (about ${0})</source>
        <translation>Training starten (etwa {0} $)</translation>
    </message>
    <message>
        <source>The rows are being looked at: {0} of {1}.</source>
        <translation>Die Zeilen werden angesehen: {0} von {1}.</translation>
    </message>
    <message>
        <source>It learns to write the answers of your rows (supervised).</source>
        <translation>Es lernt, die Antworten Ihrer Zeilen zu schreiben (supervised).</translation>
    </message>
    <message>
        <source>It learns to prefer the better answer of each pair (preference, DPO).</source>
        <translation>Es lernt, die bessere Antwort jedes Paars vorzuziehen (preference, DPO).</translation>
    </message>
    <message>
        <source>Rows learned at once (batch size)</source>
        <translation>Zeilen auf einmal (Batchgröße)</translation>
    </message>
    <message>
        <source>Speed of learning (learning rate multiplier)</source>
        <translation>Lerntempo (Faktor der Lernrate)</translation>
    </message>
    <message>
        <source>Speed of learning (learning rate)</source>
        <translation>Lerntempo (Lernrate)</translation>
    </message>
    <message>
        <source>Closeness to the base model (beta)</source>
        <translation>Nähe zum Basismodell (Beta)</translation>
    </message>
    <message>
        <source>Size of what is learned (LoRA rank)</source>
        <translation>Größe des Gelernten (LoRA-Rang)</translation>
    </message>
    <message>
        <source>Strength of what is learned (LoRA alpha)</source>
        <translation>Stärke des Gelernten (LoRA-Alpha)</translation>
    </message>
    <message>
        <source>Share left out by chance (LoRA dropout)</source>
        <translation>Zufällig weggelassener Anteil (LoRA-Dropout)</translation>
    </message>
    <message>
        <source>Longest row in tokens (context length)</source>
        <translation>Längste Zeile in Token (Kontextlänge)</translation>
    </message>
    <message>
        <source>Slow start (warm-up share)</source>
        <translation>Langsamer Start (Warm-up-Anteil)</translation>
    </message>
    <message>
        <source>Pull towards small weights (weight decay)</source>
        <translation>Zug zu kleinen Gewichten (weight decay)</translation>
    </message>
    <message>
        <source>Largest step (gradient norm)</source>
        <translation>Größter Schritt (Gradientennorm)</translation>
    </message>
    <message>
        <source>Stop early after so many passes without progress</source>
        <translation>Früher enden nach so vielen Durchgängen ohne Fortschritt</translation>
    </message>
    <message>
        <source>Usual: {0}.</source>
        <translation>Üblich: {0}.</translation>
    </message>
    <message>
        <source>Automatic means 4.</source>
        <translation>Automatisch heißt 4.</translation>
    </message>
    <message>
        <source>Automatic means 1.</source>
        <translation>Automatisch heißt 1.</translation>
    </message>
    <message>
        <source>Automatic goes by the model&apos;s size: 0.001 for small ones, down to 0.0002 for large ones. The multiplier counts as well.</source>
        <translation>Automatisch richtet sich nach der Größe des Modells: 0,001 für kleine, bis hinunter zu 0,0002 für große. Der Faktor zählt ebenfalls.</translation>
    </message>
    <message>
        <source>What is left automatic {0} decides, and tells once the training runs.</source>
        <translation>Was auf „Automatisch“ bleibt, entscheidet {0} und sagt es, sobald das Training läuft.</translation>
    </message>
    <message>
        <source>How many rows are put together for one step. Larger is steadier and needs more memory.</source>
        <translation>Wie viele Zeilen für einen Schritt zusammengefasst werden. Mehr ist ruhiger und braucht mehr Arbeitsspeicher.</translation>
    </message>
    <message>
        <source>Multiplies the speed that would be chosen otherwise. Higher learns faster but may overshoot; try 2 if the curve hardly falls.</source>
        <translation>Vervielfacht das Tempo, das sonst gewählt würde. Höher lernt schneller, kann aber über das Ziel hinausschießen; probieren Sie 2, wenn die Kurve kaum sinkt.</translation>
    </message>
    <message>
        <source>The size of each step itself, usually between 0.00001 and 0.001. Higher learns faster but may overshoot.</source>
        <translation>Die Größe jedes Schritts selbst, meist zwischen 0,00001 und 0,001. Höher lernt schneller, kann aber über das Ziel hinausschießen.</translation>
    </message>
    <message>
        <source>Low lets the model move far from how it was, high keeps it close. 0.1 is a usual start.</source>
        <translation>Bei einem niedrigen Wert darf sich das Modell weit von dem entfernen, was es war; ein hoher hält es nah daran. 0,1 ist ein üblicher Anfang.</translation>
    </message>
    <message>
        <source>Larger can learn more and needs more memory.</source>
        <translation>Größer kann mehr lernen und braucht mehr Arbeitsspeicher.</translation>
    </message>
    <message>
        <source>How much what is learned counts; often twice the rank.</source>
        <translation>Wie viel das Gelernte zählt; oft das Doppelte des Rangs.</translation>
    </message>
    <message>
        <source>A little of it keeps the model from learning rows by heart.</source>
        <translation>Ein wenig davon hält das Modell davon ab, Zeilen auswendig zu lernen.</translation>
    </message>
    <message>
        <source>Of longer rows the end is cut off. Longer needs more memory and time.</source>
        <translation>Bei längeren Zeilen wird das Ende abgeschnitten. Länger braucht mehr Arbeitsspeicher und Zeit.</translation>
    </message>
    <message>
        <source>This share of all steps goes by with small steps, as a gentle start.</source>
        <translation>Dieser Anteil aller Schritte vergeht mit kleinen Schritten, als sanfter Start.</translation>
    </message>
    <message>
        <source>Steps are never larger than this; it guards against wild jumps.</source>
        <translation>Größer als so wird kein Schritt; das schützt vor wilden Sprüngen.</translation>
    </message>
    <message>
        <source>Ends the training when the validation loss has not improved; 0 never.</source>
        <translation>Beendet das Training, wenn der Validierungsverlust nicht mehr besser wird; 0 heißt nie.</translation>
    </message>
    <message>
        <source>1 row at once</source>
        <translation>1 Zeile auf einmal</translation>
    </message>
    <message>
        <source>stops early after 1 pass</source>
        <translation>endet früher nach 1 Durchgang</translation>
    </message>
    <message>
        <source>{0} rows at once</source>
        <translation>{0} Zeilen auf einmal</translation>
    </message>
    <message>
        <source>speed × {0}</source>
        <translation>Tempo × {0}</translation>
    </message>
    <message>
        <source>rate {0}</source>
        <translation>Rate {0}</translation>
    </message>
    <message>
        <source>beta {0}</source>
        <translation>Beta {0}</translation>
    </message>
    <message>
        <source>LoRA rank {0}</source>
        <translation>LoRA-Rang {0}</translation>
    </message>
    <message>
        <source>LoRA alpha {0}</source>
        <translation>LoRA-Alpha {0}</translation>
    </message>
    <message>
        <source>LoRA dropout {0}</source>
        <translation>LoRA-Dropout {0}</translation>
    </message>
    <message>
        <source>rows up to {0} tokens</source>
        <translation>Zeilen bis {0} Token</translation>
    </message>
    <message>
        <source>stops early after {0} passes</source>
        <translation>endet früher nach {0} Durchgängen</translation>
    </message>
    <message>
        <source>secret keys (rows: {0})</source>
        <translation>geheime Schlüssel (Zeilen: {0})</translation>
    </message>
    <message>
        <source>card numbers (rows: {0})</source>
        <translation>Kartennummern (Zeilen: {0})</translation>
    </message>
    <message>
        <source>bank account numbers (rows: {0})</source>
        <translation>Kontonummern (Zeilen: {0})</translation>
    </message>
    <message>
        <source>e-mail addresses (rows: {0})</source>
        <translation>E-Mail-Adressen (Zeilen: {0})</translation>
    </message>
    <message>
        <source>telephone numbers (rows: {0})</source>
        <translation>Telefonnummern (Zeilen: {0})</translation>
    </message>
    <message>
        <source>{0} (both count the same)</source>
        <translation>{0} (beides zählt gleich)</translation>
    </message>
    <message>
        <source>{0} (false alarms count more)</source>
        <translation>{0} (Fehlalarme zählen mehr)</translation>
    </message>
    <message>
        <source>{0} (what was missed counts more)</source>
        <translation>{0} (Übersehenes zählt mehr)</translation>
    </message>
    <message>
        <source>In the region of your resource (standard)</source>
        <translation>In der Region Ihrer Ressource (standard)</translation>
    </message>
    <message>
        <source>In any region, usually cheaper (globalStandard)</source>
        <translation>In irgendeiner Region, meist günstiger (globalStandard)</translation>
    </message>
    <message>
        <source>On spare capacity, cheapest, may take long (developerTier)</source>
        <translation>Auf freier Kapazität, am günstigsten, kann lange dauern (developerTier)</translation>
    </message>
    <message>
        <source>Automatic: {0} passes, because there are few rows.</source>
        <translation>Automatisch: {0} Durchgänge, weil es wenige Zeilen sind.</translation>
    </message>
    <message>
        <source>Automatic: {0} passes, because there are very many rows.</source>
        <translation>Automatisch: {0} Durchgänge, weil es sehr viele Zeilen sind.</translation>
    </message>
    <message>
        <source>Automatic: {0} passes, which suits most data.</source>
        <translation>Automatisch: {0} Durchgänge, das passt für die meisten Daten.</translation>
    </message>
    <message>
        <source>Automatic: one pass, because there are very many rows.</source>
        <translation>Automatisch: ein Durchgang, weil es sehr viele Zeilen sind.</translation>
    </message>
    <message>
        <source>The provider decides itself and may choose otherwise.</source>
        <translation>Der Anbieter entscheidet selbst und wählt vielleicht anders.</translation>
    </message>
</context>
<context>
    <name>PlaygroundPage</name>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Ask several models the same, and compare what they answer.</source>
        <translation>Fragen Sie mehrere Modelle dasselbe, und vergleichen Sie ihre Antworten.</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
</context>
<context>
    <name>PlaygroundRooms</name>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Models answer the same, side by side</source>
        <translation>Modelle antworten auf dasselbe, nebeneinander</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Gespräch</translation>
    </message>
    <message>
        <source>Rooms of the playground</source>
        <translation>Bereiche des Playgrounds</translation>
    </message>
    <message>
        <source>Talk with models over several turns</source>
        <translation>Mit Modellen über mehrere Runden sprechen</translation>
    </message>
    <message>
        <source>Value finder</source>
        <translation>Wertefinder</translation>
    </message>
    <message>
        <source>See which settings answer best</source>
        <translation>Sehen, welche Einstellungen am besten antworten</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>See how good models are, and which is better</source>
        <translation>Sehen, wie gut Modelle sind und welches besser ist</translation>
    </message>
    <message>
        <source>Blind vote</source>
        <translation>Blindabstimmung</translation>
    </message>
    <message>
        <source>Choose between answers without knowing whose</source>
        <translation>Zwischen Antworten wählen, ohne zu wissen, von wem</translation>
    </message>
</context>
<context>
    <name>PointsTable</name>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
</context>
<context>
    <name>PointsView</name>
    <message>
        <source>Training whose measurements are shown</source>
        <translation>Training, dessen Messwerte gezeigt werden</translation>
    </message>
    <message>
        <source>Measurements of the training</source>
        <translation>Messwerte des Trainings</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Sections of the preferences</source>
        <translation>Abschnitte der Einstellungen</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>PresetBar</name>
    <message>
        <source>Keep these as…</source>
        <translation>Behalten als…</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Forget the preset that is chosen; the settings on show stay</source>
        <translation>Gewählte Vorgabe löschen; die gezeigten Einstellungen bleiben</translation>
    </message>
    <message>
        <source>Keep these settings</source>
        <translation>Diese Einstellungen behalten</translation>
    </message>
    <message>
        <source>What are they called?</source>
        <translation>Wie sollen sie heißen?</translation>
    </message>
    <message>
        <source>Settings of your own</source>
        <translation>Eigene Einstellungen</translation>
    </message>
    <message>
        <source>Stories (temperature 0.7, 500 tokens)</source>
        <translation>Geschichten (Temperatur 0,7, 500 Token)</translation>
    </message>
    <message>
        <source>As your data answers</source>
        <translation>Wie Ihre Daten antworten</translation>
    </message>
    <message>
        <source>One label (1 token, with likelihoods)</source>
        <translation>Eine Klasse (1 Token, mit Wahrscheinlichkeiten)</translation>
    </message>
</context>
<context>
    <name>PreviewDialog</name>
    <message>
        <source>Replace all</source>
        <translation>Alle ersetzen</translation>
    </message>
    <message>
        <source>Enter on a row goes to it, and nothing is replaced.</source>
        <translation>Die Eingabetaste auf einer Zeile geht zu ihr, ohne etwas zu ersetzen.</translation>
    </message>
    <message>
        <source>The first rows before and after</source>
        <translation>Die ersten Zeilen davor und danach</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Counting</source>
        <translation>Es wird gezählt</translation>
    </message>
    <message>
        <source>“{0}” was not found in {1}.</source>
        <translation>„{0}“ kommt in {1} nicht vor.</translation>
    </message>
    <message>
        <source>{0} in {1}. “{2}” becomes “{3}”. It is one step that can be undone.</source>
        <translation>{0} in {1}. Aus „{2}“ wird „{3}“. Das ist ein Schritt und lässt sich rückgängig machen.</translation>
    </message>
    <message>
        <source>Replace in {0}</source>
        <translation>In {0} ersetzen</translation>
    </message>
    <message>
        <source>Replacing: {0} of {1}</source>
        <translation>Es wird ersetzt: {0} von {1}</translation>
    </message>
    <message>
        <source>Replacing</source>
        <translation>Es wird ersetzt</translation>
    </message>
    <message>
        <source>Row {0} of the whole table, {1}</source>
        <translation>Zeile {0} der ganzen Tabelle, {1}</translation>
    </message>
    <message>
        <source>Row {0}, {1}</source>
        <translation>Zeile {0}, {1}</translation>
    </message>
</context>
<context>
    <name>PreviewTable</name>
    <message>
        <source>The first rows of the file</source>
        <translation>Die ersten Zeilen der Datei</translation>
    </message>
</context>
<context>
    <name>PriceFields</name>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Input (what is read)</source>
        <translation>Eingabe (was es liest)</translation>
    </message>
    <message>
        <source>Output (what is written)</source>
        <translation>Ausgabe (was es schreibt)</translation>
    </message>
    <message>
        <source>Cached input (read before)</source>
        <translation>Eingabe, schon gelesen (cached)</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>Enter a price. What costs nothing is 0.</source>
        <translation>Tragen Sie einen Preis ein. Was nichts kostet, ist 0.</translation>
    </message>
    <message>
        <source>This is no number. Write it like {0}.</source>
        <translation>Das ist keine Zahl. Schreiben Sie sie wie {0}.</translation>
    </message>
    <message>
        <source>A price is never below 0.</source>
        <translation>Ein Preis liegt nie unter 0.</translation>
    </message>
    <message>
        <source>No model costs more than ${0} for a million tokens. Look once more.</source>
        <translation>Kein Modell kostet mehr als {0} $ je Million Tokens. Sehen Sie noch einmal nach.</translation>
    </message>
    <message>
        <source>This may be thousands or decimals. Write thousands without a sign between, and decimals like {0}.</source>
        <translation>Das können Tausender oder Nachkommastellen sein. Schreiben Sie Tausender ohne Zeichen dazwischen und Nachkommastellen wie {0}.</translation>
    </message>
    <message>
        <source>In US dollars for a million tokens</source>
        <translation>In US-Dollar je Million Tokens</translation>
    </message>
</context>
<context>
    <name>PriceForm</name>
    <message>
        <source>you</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>Keep this price</source>
        <translation>Diesen Preis behalten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>As the provider writes it, for example in its list of models.</source>
        <translation>So, wie der Anbieter ihn schreibt, zum Beispiel in seiner Liste der Modelle.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>In US dollars for a million tokens (pieces of words). Leave empty what you do not know.</source>
        <translation>In US-Dollar je Million Tokens (Wortstücke). Was Sie nicht wissen, lassen Sie leer.</translation>
    </message>
    <message>
        <source>Where you read it</source>
        <translation>Wo Sie das gelesen haben</translation>
    </message>
    <message>
        <source>A page of prices or a bill, for example.</source>
        <translation>Eine Preisseite oder eine Rechnung zum Beispiel.</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}, {1}</translation>
    </message>
    <message>
        <source>Back to what TuneDesk came with</source>
        <translation>Zurück zum mitgelieferten Preis</translation>
    </message>
    <message>
        <source>Take this price away</source>
        <translation>Diesen Preis wegnehmen</translation>
    </message>
    <message>
        <source>A price for another model</source>
        <translation>Ein Preis für ein weiteres Modell</translation>
    </message>
    <message>
        <source>Enter the name of the model.</source>
        <translation>Tragen Sie den Namen des Modells ein.</translation>
    </message>
</context>
<context>
    <name>PriceTable</name>
    <message>
        <source>Prices of models, in US dollars for a million tokens</source>
        <translation>Preise der Modelle, in US-Dollar je Million Tokens</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Read on</source>
        <translation>Gelesen am</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
</context>
<context>
    <name>PriceWords</name>
    <message>
        <source>TuneDesk does not know this price.</source>
        <translation>TuneDesk kennt diesen Preis nicht.</translation>
    </message>
    <message>
        <source>What TuneDesk came with: {0}. {1}</source>
        <translation>Mitgeliefert wurde: {0}. {1}</translation>
    </message>
    <message>
        <source>Your own list takes this price away.</source>
        <translation>Ihre eigene Liste nimmt diesen Preis weg.</translation>
    </message>
    <message>
        <source>This is your own price, of {0} (source: {1}).</source>
        <translation>Das ist Ihr eigener Preis vom {0} (Quelle: {1}).</translation>
    </message>
    <message>
        <source>Read on {0}. Source: {1}</source>
        <translation>Gelesen am {0}. Quelle: {1}</translation>
    </message>
    <message>
        <source>training ${0}</source>
        <translation>Training {0} $</translation>
    </message>
    <message>
        <source>input ${0}</source>
        <translation>Eingabe {0} $</translation>
    </message>
    <message>
        <source>output ${0}</source>
        <translation>Ausgabe {0} $</translation>
    </message>
    <message>
        <source>cached input ${0}</source>
        <translation>schon gelesene Eingabe {0} $</translation>
    </message>
</context>
<context>
    <name>PricesDialog</name>
    <message>
        <source>Prices</source>
        <translation>Preise</translation>
    </message>
    <message>
        <source>Add a price…</source>
        <translation>Preis hinzufügen…</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>Datei öffnen</translation>
    </message>
    <message>
        <source>Your own list as a text file; what you change there is read when you come back.</source>
        <translation>Ihre eigene Liste als Textdatei; was Sie dort ändern, wird gelesen, wenn Sie zurückkommen.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>With these prices TuneDesk reckons what something will cost and has cost. Choose a model to change its price; what you keep counts from then on.</source>
        <translation>Mit diesen Preisen rechnet TuneDesk aus, was etwas kosten wird und gekostet hat. Wählen Sie ein Modell, um seinen Preis zu ändern; was Sie behalten, gilt von da an.</translation>
    </message>
    <message>
        <source>Search in the prices</source>
        <translation>In den Preisen suchen</translation>
    </message>
    <message>
        <source>Which model or provider?</source>
        <translation>Welches Modell oder welcher Anbieter?</translation>
    </message>
    <message>
        <source>Nothing in the list has these letters. “Add a price…” takes a model that is not in it.</source>
        <translation>Nichts in der Liste hat diese Buchstaben. „Preis hinzufügen…“ nimmt ein Modell auf, das nicht darin steht.</translation>
    </message>
    <message>
        <source>No price is known here yet. Add a provider, then enter what its models cost.</source>
        <translation>Hier ist noch kein Preis bekannt. Fügen Sie einen Anbieter hinzu, dann tragen Sie ein, was seine Modelle kosten.</translation>
    </message>
    <message>
        <source>This model is in the list already. Here is its price; change it if it is another by now.</source>
        <translation>Dieses Modell steht schon in der Liste. Hier ist sein Preis; ändern Sie ihn, wenn er inzwischen ein anderer ist.</translation>
    </message>
    <message>
        <source>Kept. From now on TuneDesk reckons with this price of {0}.</source>
        <translation>Behalten. Von jetzt an rechnet TuneDesk mit diesem Preis von {0}.</translation>
    </message>
    <message>
        <source>TuneDesk reckons again with the price it came with for {0}.</source>
        <translation>TuneDesk rechnet für {0} wieder mit dem mitgelieferten Preis.</translation>
    </message>
    <message>
        <source>Your price of {0} is no longer in the list.</source>
        <translation>Ihr Preis für {0} steht nicht mehr in der Liste.</translation>
    </message>
</context>
<context>
    <name>ProblemDialog</name>
    <message>
        <source>A problem in TuneDesk</source>
        <translation>Ein Problem in TuneDesk</translation>
    </message>
    <message>
        <source>Report a problem</source>
        <translation>Problem melden</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Save the report…</source>
        <translation>Bericht speichern…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>TuneDesk met a problem nobody foresaw.</source>
        <translation>TuneDesk ist auf ein Problem gestoßen, das niemand vorhergesehen hat.</translation>
    </message>
    <message>
        <source>Your work is safe: every change is saved in the project file as you make it.</source>
        <translation>Ihre Arbeit ist sicher: Jede Änderung wird sofort in der Projektdatei gespeichert.</translation>
    </message>
    <message>
        <source>You can go on. If it happens again, give this report to whoever helps you with TuneDesk.</source>
        <translation>Sie können weitermachen. Wenn es wieder vorkommt, geben Sie diesen Bericht der Person, die Ihnen bei TuneDesk hilft.</translation>
    </message>
    <message>
        <source>Something not as it should be?</source>
        <translation>Ist etwas nicht, wie es sein soll?</translation>
    </message>
    <message>
        <source>This report says which versions you use and what TuneDesk did last.</source>
        <translation>Dieser Bericht sagt, welche Versionen Sie verwenden und was TuneDesk zuletzt getan hat.</translation>
    </message>
    <message>
        <source>Read it, copy or save it, and send it with a sentence about what you were doing.</source>
        <translation>Lesen Sie ihn, kopieren oder speichern Sie ihn, und schicken Sie ihn mit einem Satz dazu, was Sie gerade taten.</translation>
    </message>
    <message>
        <source>Keys and the name of your home folder have been removed.</source>
        <translation>Schlüssel und der Name Ihres persönlichen Ordners wurden entfernt.</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>Text (*.txt)</translation>
    </message>
    <message>
        <source>It could not be saved there: {0}</source>
        <translation>Dort ließ er sich nicht speichern: {0}</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
</context>
<context>
    <name>ProblemView</name>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Details kopieren</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>Providers</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Spending</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Not opened: {0}. A project or a pack is opened alone.</source>
        <translation>Nicht geöffnet: {0}. Ein Projekt oder ein Paket wird einzeln geöffnet.</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>Bytes fetched</source>
        <translation>Geholte Bytes</translation>
    </message>
    <message>
        <source>A project opens with Enter or a double click.</source>
        <translation>Ein Projekt öffnet sich mit der Eingabetaste oder einem Doppelklick.</translation>
    </message>
    <message>
        <source>What came home</source>
        <translation>Was zu Hause angekommen ist</translation>
    </message>
    <message>
        <source>Read the report</source>
        <translation>Bericht lesen</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>Zurück zur Liste</translation>
    </message>
    <message>
        <source>Asking the provider…</source>
        <translation>Der Anbieter wird gefragt…</translation>
    </message>
    <message>
        <source>{0} TuneDesk asks again in {1}.</source>
        <translation>{0} TuneDesk fragt von selbst wieder; Wartezeit: {1}.</translation>
    </message>
    <message>
        <source>{0} ({1} of {2})</source>
        <translation>{0} ({1} von {2})</translation>
    </message>
    <message>
        <source>{0} (question {1} of {2})</source>
        <translation>{0} (Frage {1} von {2})</translation>
    </message>
    <message>
        <source>Projects at home: {0}. What could not be had: {1}; the list and the report say why.</source>
        <translation>Projekte zu Hause: {0}. Nicht zu bekommen: {1}; Liste und Bericht sagen, warum.</translation>
    </message>
    <message>
        <source>Everything is home: {0} projects.</source>
        <translation>Alles ist zu Hause: {0} Projekte.</translation>
    </message>
    <message>
        <source>Everything is home: 1 project.</source>
        <translation>Alles ist zu Hause: 1 Projekt.</translation>
    </message>
</context>
<context>
    <name>PromptBox</name>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Expected answer</source>
        <translation>Erwartete Antwort</translation>
    </message>
    <message>
        <source>Type what you want to ask the models.</source>
        <translation>Tippen Sie ein, was Sie die Modelle fragen möchten.</translation>
    </message>
    <message>
        <source>Asked with the system message: {0}</source>
        <translation>Gefragt mit der Systemnachricht: {0}</translation>
    </message>
</context>
<context>
    <name>PromptList</name>
    <message>
        <source>{0}, answered</source>
        <translation>{0}, beantwortet</translation>
    </message>
    <message>
        <source>Your own prompt</source>
        <translation>Ihr eigener Prompt</translation>
    </message>
</context>
<context>
    <name>PromptPicker</name>
    <message>
        <source>One column</source>
        <translation>Eine Spalte</translation>
    </message>
    <message>
        <source>Several columns in one text</source>
        <translation>Mehrere Spalten in einem Text</translation>
    </message>
    <message>
        <source>No question, only the text to learn</source>
        <translation>Keine Frage, nur der Text zum Lernen</translation>
    </message>
    <message>
        <source>Column that is asked</source>
        <translation>Spalte, die gefragt wird</translation>
    </message>
    <message>
        <source>Text that is asked, with columns in braces</source>
        <translation>Text, der gefragt wird, mit Spalten in geschweiften Klammern</translation>
    </message>
    <message>
        <source>Insert a column</source>
        <translation>Spalte einfügen</translation>
    </message>
    <message>
        <source>Nothing (answers alone)</source>
        <translation>Nichts (nur Antworten)</translation>
    </message>
    <message>
        <source>Insert a column …</source>
        <translation>Spalte einfügen …</translation>
    </message>
    <message>
        <source>+ {0}</source>
        <translation>+ {0}</translation>
    </message>
    <message>
        <source>Insert the column {0}</source>
        <translation>Spalte {0} einfügen</translation>
    </message>
</context>
<context>
    <name>PromptSource</name>
    <message>
        <source>Which prompts are listed</source>
        <translation>Welche Prompts aufgelistet sind</translation>
    </message>
    <message>
        <source>Prompts from a file…</source>
        <translation>Prompts aus Datei…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>PromptsDialog</name>
    <message>
        <source>Prompts from {0}</source>
        <translation>Prompts aus {0}</translation>
    </message>
    <message>
        <source>Its expected answer</source>
        <translation>Die erwartete Antwort dazu</translation>
    </message>
    <message>
        <source>Take the prompts</source>
        <translation>Prompts übernehmen</translation>
    </message>
    <message>
        <source>what each row asks (it is training data)</source>
        <translation>was jede Zeile fragt (es sind Trainingsdaten)</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Prompts stand in</source>
        <translation>Prompts stehen in</translation>
    </message>
    <message>
        <source>Expected answers stand in</source>
        <translation>Erwartete Antworten stehen in</translation>
    </message>
    <message>
        <source>System messages stand in</source>
        <translation>Systemnachrichten stehen in</translation>
    </message>
    <message>
        <source>The first prompt</source>
        <translation>Der erste Prompt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>The first rows ask nothing in this column.</source>
        <translation>Die ersten Zeilen fragen in dieser Spalte nichts.</translation>
    </message>
    <message>
        <source>Each prompt is asked in the form of your data: with their system or ending.</source>
        <translation>Jeder Prompt wird in der Form Ihrer Daten gefragt: mit deren Systemnachricht oder Endung.</translation>
    </message>
    <message>
        <source>Each row is asked exactly as it stands there.</source>
        <translation>Jede Zeile wird genau so gefragt, wie sie dasteht.</translation>
    </message>
</context>
<context>
    <name>PromptsForm</name>
    <message>
        <source>How many</source>
        <translation>Wie viele</translation>
    </message>
    <message>
        <source>Row number</source>
        <translation>Zeilennummer</translation>
    </message>
    <message>
        <source>Counted among the held-out rows.</source>
        <translation>Gezählt unter den zurückgehaltenen Zeilen.</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>May stay empty. Without it, nothing can be said about how good an answer is.</source>
        <translation>Darf leer bleiben. Ohne sie lässt sich nicht sagen, wie gut eine Antwort ist.</translation>
    </message>
    <message>
        <source>Expected answer</source>
        <translation>Erwartete Antwort</translation>
    </message>
    <message>
        <source>Type what you want to ask the model.</source>
        <translation>Tippen Sie ein, was Sie das Modell fragen möchten.</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>Prompts</translation>
    </message>
    <message>
        <source>Held-out rows, evenly from all of them</source>
        <translation>Zurückgehaltene Zeilen, gleichmäßig aus allen</translation>
    </message>
    <message>
        <source>The first held-out rows</source>
        <translation>Die ersten zurückgehaltenen Zeilen</translation>
    </message>
    <message>
        <source>One held-out row</source>
        <translation>Eine zurückgehaltene Zeile</translation>
    </message>
    <message>
        <source>One prompt of my own</source>
        <translation>Ein eigener Prompt</translation>
    </message>
    <message>
        <source>There is 1 row the models have not learned from (a held-out row).</source>
        <translation>Es gibt 1 Zeile, aus der die Modelle nicht gelernt haben (eine zurückgehaltene Zeile).</translation>
    </message>
    <message>
        <source>There are {0} rows the models have not learned from (held-out rows).</source>
        <translation>Es gibt {0} Zeilen, aus denen die Modelle nicht gelernt haben (zurückgehaltene Zeilen).</translation>
    </message>
    <message>
        <source>There are no held-out rows. Move some rows to the test part in the table, or type a prompt.</source>
        <translation>Es gibt keine zurückgehaltenen Zeilen. Verschieben Sie in der Tabelle einige Zeilen in den Teil „Test“, oder tippen Sie einen Prompt ein.</translation>
    </message>
</context>
<context>
    <name>ProvidersPage</name>
    <message>
        <source>Your providers</source>
        <translation>Ihre Anbieter</translation>
    </message>
    <message>
        <source>Add a provider…</source>
        <translation>Anbieter hinzufügen…</translation>
    </message>
    <message>
        <source>Everything works on this computer without a provider. Add one if you want to train or ask models there with your own key, or bring home what you have there.</source>
        <translation>Auf diesem Computer geht alles ohne Anbieter. Fügen Sie einen hinzu, wenn Sie dort mit Ihrem eigenen Schlüssel Modelle trainieren oder fragen möchten, oder um nach Hause zu holen, was Sie dort haben.</translation>
    </message>
</context>
<context>
    <name>QueueLine</name>
    <message>
        <source>{0} asks to wait. TuneDesk goes on in {1}.</source>
        <translation>{0} bittet zu warten. TuneDesk macht in {1} weiter.</translation>
    </message>
    <message>
        <source>{0} asks to wait. TuneDesk goes on in {1}; requests that wait: {2}.</source>
        <translation>{0} bittet zu warten. TuneDesk macht in {1} weiter; wartende Anfragen: {2}.</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Places</source>
        <translation>Hauptbereiche</translation>
    </message>
    <message>
        <source>Background work</source>
        <translation>Arbeit im Hintergrund</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>TuneDesk connects to nothing outside this computer; see Preferences, Network.</source>
        <translation>TuneDesk verbindet sich mit nichts außerhalb dieses Computers; siehe Einstellungen, Netzwerk.</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>You are here</source>
        <translation>Sie sind hier</translation>
    </message>
    <message>
        <source>None open</source>
        <translation>Keines offen</translation>
    </message>
    <message>
        <source>{0} tasks</source>
        <translation>{0} Aufgaben</translation>
    </message>
    <message>
        <source>1 problem</source>
        <translation>1 Problem</translation>
    </message>
    <message>
        <source>{0} problems</source>
        <translation>{0} Probleme</translation>
    </message>
</context>
<context>
    <name>ReadStep</name>
    <message>
        <source>Begin afresh</source>
        <translation>Neu beginnen</translation>
    </message>
    <message>
        <source>See whether your file was read rightly: letters, columns and rows as you know them.</source>
        <translation>Sehen Sie nach, ob Ihre Datei richtig gelesen wurde: Buchstaben, Spalten und Zeilen, wie Sie sie kennen.</translation>
    </message>
    <message>
        <source>You brought in a file with these columns before. The answers of last time are filled in.</source>
        <translation>Sie haben schon einmal eine Datei mit diesen Spalten hereingeholt. Die Angaben von damals sind eingetragen.</translation>
    </message>
    <message>
        <source>none among the rows shown</source>
        <translation>keine unter den gezeigten Zeilen</translation>
    </message>
</context>
<context>
    <name>ReadingMenus</name>
    <message>
        <source>Another separator, one character</source>
        <translation>Ein anderes Trennzeichen</translation>
    </message>
    <message>
        <source>The first row names the columns</source>
        <translation>Die erste Zeile nennt die Spalten</translation>
    </message>
    <message>
        <source>The file is</source>
        <translation>Die Datei ist</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>Blatt</translation>
    </message>
    <message>
        <source>Columns are separated by</source>
        <translation>Spalten getrennt durch</translation>
    </message>
    <message>
        <source>Letters are stored as (encoding)</source>
        <translation>Zeichen gespeichert als (Kodierung)</translation>
    </message>
    <message>
        <source>This character: {0}</source>
        <translation>Dieses Zeichen: {0}</translation>
    </message>
    <message>
        <source>Another character</source>
        <translation>Ein anderes Zeichen</translation>
    </message>
    <message>
        <source>{0} (found)</source>
        <translation>{0} (gefunden)</translation>
    </message>
</context>
<context>
    <name>RecentRow</name>
    <message>
        <source>Missing: {0}</source>
        <translation>Fehlt: {0}</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove from this list; the file stays where it is</source>
        <translation>Aus dieser Liste nehmen; die Datei bleibt, wo sie ist</translation>
    </message>
    <message>
        <source>Remove {0} from the list</source>
        <translation>{0} aus der Liste nehmen</translation>
    </message>
</context>
<context>
    <name>ReleaseDialog</name>
    <message>
        <source>Newer TuneDesk</source>
        <translation>Neueres TuneDesk</translation>
    </message>
    <message>
        <source>What is new</source>
        <translation>Was neu ist</translation>
    </message>
    <message>
        <source>Open its page</source>
        <translation>Seine Seite öffnen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Looking for a newer version…</source>
        <translation>Eine neuere Version wird gesucht…</translation>
    </message>
    <message>
        <source>You have the newest version: {0}.</source>
        <translation>Sie haben die neueste Version: {0}.</translation>
    </message>
    <message>
        <source>Version {0} came out on {1}. You have {2}.</source>
        <translation>Version {0} ist am {1} erschienen. Sie haben {2}.</translation>
    </message>
</context>
<context>
    <name>ReplaceDialog</name>
    <message>
        <source>Replace the file?</source>
        <translation>Die Datei ersetzen?</translation>
    </message>
    <message>
        <source>“{0}” is in this folder already. If you replace it, what is in it now is lost.</source>
        <translation>„{0}“ ist schon in diesem Ordner. Wenn Sie die Datei ersetzen, geht verloren, was jetzt darin steht.</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Choose another name…</source>
        <translation>Anderen Namen wählen…</translation>
    </message>
</context>
<context>
    <name>ReportSaver</name>
    <message>
        <source>Save the report…</source>
        <translation>Bericht speichern…</translation>
    </message>
    <message>
        <source>Saving the report</source>
        <translation>Der Bericht wird gespeichert</translation>
    </message>
    <message>
        <source>Saved as “{0}”</source>
        <translation>Gespeichert als „{0}“</translation>
    </message>
    <message>
        <source>{0} report.html</source>
        <translation>{0} Bericht.html</translation>
    </message>
    <message>
        <source>Page for people (*.html);;Data for programs (*.json)</source>
        <translation>Seite zum Lesen (*.html);;Daten für Programme (*.json)</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Bericht speichern</translation>
    </message>
</context>
<context>
    <name>RescuePage</name>
    <message>
        <source>Bring my models home</source>
        <translation>Meine Modelle nach Hause holen</translation>
    </message>
    <message>
        <source>Your training data, curves and the answers of your models, safe on this computer.</source>
        <translation>Ihre Trainingsdaten, Kurven und die Antworten Ihrer Modelle, sicher auf diesem Computer.</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Add the account first: your provider and its key. What lies there is then listed here.</source>
        <translation>Fügen Sie zuerst das Konto hinzu: Ihren Anbieter und seinen Schlüssel. Was dort liegt, wird dann hier aufgelistet.</translation>
    </message>
    <message>
        <source>Add a provider</source>
        <translation>Anbieter hinzufügen</translation>
    </message>
    <message>
        <source>Looking at what {0} has of you</source>
        <translation>Es wird nachgesehen, was {0} von Ihnen hat</translation>
    </message>
    <message>
        <source>There is no training in this account that could be brought home.</source>
        <translation>In diesem Konto ist kein Training, das sich nach Hause holen lässt.</translation>
    </message>
    <message>
        <source>Bringing home: {0}</source>
        <translation>Wird nach Hause geholt: {0}</translation>
    </message>
    <message>
        <source>Nothing was looked at.</source>
        <translation>Es wurde nichts nachgesehen.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Neu nachsehen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Bring {0} trainings home</source>
        <translation>{0} Trainings nach Hause holen</translation>
    </message>
    <message>
        <source>Bring 1 training home</source>
        <translation>1 Training nach Hause holen</translation>
    </message>
</context>
<context>
    <name>ResultView</name>
    <message>
        <source>Answers that are there</source>
        <translation>Antworten, die da sind</translation>
    </message>
    <message>
        <source>Allow so much more</source>
        <translation>So viel mehr erlauben</translation>
    </message>
    <message>
        <source>Which answers</source>
        <translation>Welche Antworten</translation>
    </message>
    <message>
        <source>Mark all</source>
        <translation>Alle markieren</translation>
    </message>
    <message>
        <source>Mark none</source>
        <translation>Keine markieren</translation>
    </message>
    <message>
        <source>Mark those that pass…</source>
        <translation>Bestandene markieren…</translation>
    </message>
    <message>
        <source>Rows of prompt and completion</source>
        <translation>Zeilen aus Prompt und Completion</translation>
    </message>
    <message>
        <source>Rows of question and answer (chat)</source>
        <translation>Zeilen aus Frage und Antwort (Chat)</translation>
    </message>
    <message>
        <source>What the rows become</source>
        <translation>Was aus den Zeilen wird</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>Als CSV speichern…</translation>
    </message>
    <message>
        <source>Answered: {0} of {1}.</source>
        <translation>Beantwortet: {0} von {1}.</translation>
    </message>
    <message>
        <source>All ({0})</source>
        <translation>Alle ({0})</translation>
    </message>
    <message>
        <source>Marked ({0})</source>
        <translation>Markiert ({0})</translation>
    </message>
    <message>
        <source>Left out ({0})</source>
        <translation>Weggelassen ({0})</translation>
    </message>
    <message>
        <source>Cut off, refused, empty ({0})</source>
        <translation>Abgeschnitten, verweigert, leer ({0})</translation>
    </message>
    <message>
        <source>Without an answer ({0})</source>
        <translation>Ohne Antwort ({0})</translation>
    </message>
    <message>
        <source>In the table ({0})</source>
        <translation>In der Tabelle ({0})</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>Copy the figures</source>
        <translation>Kennzahlen kopieren</translation>
    </message>
    <message>
        <source>Figures of the test</source>
        <translation>Kennzahlen des Tests</translation>
    </message>
    <message>
        <source>Expected labels and what came</source>
        <translation>Erwartete Klassen und was kam</translation>
    </message>
    <message>
        <source>Both alike (F1)</source>
        <translation>Beides gleich (F1)</translation>
    </message>
    <message>
        <source>Precision more (F0.5)</source>
        <translation>Eher Precision (F0.5)</translation>
    </message>
    <message>
        <source>Recall more (F2)</source>
        <translation>Eher Recall (F2)</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>with</source>
        <translation>mit</translation>
    </message>
    <message>
        <source>What F-scores weigh</source>
        <translation>Was F-Werte gewichten</translation>
    </message>
    <message>
        <source>Expected (down) and what came (across)</source>
        <translation>Erwartet (nach unten) und was kam (nach rechts)</translation>
    </message>
    <message>
        <source>Choose a number to see its rows.</source>
        <translation>Wählen Sie eine Zahl, um ihre Zeilen zu sehen.</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>In brackets stands where the true share lies; it is missed in 1 of 20 cases, however often you look. No model is named the better one while one half lies within.</source>
        <translation>In Klammern steht, wo der wahre Anteil liegt; in 1 von 20 Fällen liegt er doch woanders, so oft Sie auch nachsehen. Solange die Hälfte darin liegt, wird kein Modell das bessere genannt.</translation>
    </message>
    <message>
        <source>All models, the strongest first</source>
        <translation>Alle Modelle, das stärkste zuerst</translation>
    </message>
    <message>
        <source>Votes between each two</source>
        <translation>Stimmen zwischen je zweien</translation>
    </message>
    <message>
        <source>Copy the result</source>
        <translation>Ergebnis kopieren</translation>
    </message>
</context>
<context>
    <name>ResultsSaver</name>
    <message>
        <source>Table of measurements (*.csv)</source>
        <translation>Tabelle der Messwerte (*.csv)</translation>
    </message>
    <message>
        <source>Save results file</source>
        <translation>Ergebnisdatei speichern</translation>
    </message>
</context>
<context>
    <name>ResultsView</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>All settings are alike in this: {0}. The second line says how sure that is.</source>
        <translation>Alle Einstellungen sind hierin gleich: {0}. Die zweite Zeile sagt, wie sicher das ist.</translation>
    </message>
    <message>
        <source>Stronger colour stands for more: least {0}, most {1}. The second line says how sure that is.</source>
        <translation>Kräftigere Farbe steht für mehr: am wenigsten {0}, am meisten {1}. Die zweite Zeile sagt, wie sicher das ist.</translation>
    </message>
    <message>
        <source>{0}, {1}, {2}, {3} ({4})</source>
        <translation>{0}, {1}, {2}, {3} ({4})</translation>
    </message>
    <message>
        <source>{0} of {1}.</source>
        <translation>{0} von {1}.</translation>
    </message>
    <message>
        <source>They have cost {0}.</source>
        <translation>Sie haben {0} gekostet.</translation>
    </message>
    <message>
        <source>{0} left.</source>
        <translation>{0} übrig.</translation>
    </message>
    <message>
        <source>It stopped because it has cost {0}, as much as you allowed. To go on allows as much again.</source>
        <translation>Es hat angehalten, weil es {0} gekostet hat, so viel, wie Sie erlaubt haben. Weitermachen erlaubt noch einmal so viel.</translation>
    </message>
    <message>
        <source>The provider is waited for: {0}</source>
        <translation>Es wird auf den Anbieter gewartet: {0}</translation>
    </message>
    <message>
        <source>{0} answers did not come: {1}</source>
        <translation>{0} Antworten kamen nicht: {1}</translation>
    </message>
    <message>
        <source>1 answer did not come: {1}</source>
        <translation>1 Antwort kam nicht: {1}</translation>
    </message>
    <message>
        <source>Paused. Nothing that was answered is asked again when you go on.</source>
        <translation>Angehalten. Was beantwortet ist, wird beim Weitermachen nicht noch einmal gefragt.</translation>
    </message>
    <message>
        <source>The other answer will cost about {1}.</source>
        <translation>Die andere Antwort wird etwa {1} kosten.</translation>
    </message>
    <message>
        <source>The other {0} answers will cost about {1}.</source>
        <translation>Die anderen {0} Antworten werden etwa {1} kosten.</translation>
    </message>
</context>
<context>
    <name>ReviewBar</name>
    <message>
        <source>You may leave this empty.</source>
        <translation>Das darf leer bleiben.</translation>
    </message>
    <message>
        <source>What is wrong with this row?</source>
        <translation>Was stimmt an dieser Zeile nicht?</translation>
    </message>
    <message>
        <source>What is wrong?</source>
        <translation>Was stimmt nicht?</translation>
    </message>
    <message>
        <source>Mark as a problem</source>
        <translation>Als Problem markieren</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>Zurück (Esc)</translation>
    </message>
</context>
<context>
    <name>ReviewEnd</name>
    <message>
        <source>Go to the next open row</source>
        <translation>Zur nächsten offenen Zeile</translation>
    </message>
    <message>
        <source>Show the rows with a problem</source>
        <translation>Zeilen mit Problem zeigen</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Modell trainieren</translation>
    </message>
    <message>
        <source>Back to the table</source>
        <translation>Zurück zur Tabelle</translation>
    </message>
    <message>
        <source>This is the end. One row is still open.</source>
        <translation>Das ist das Ende. Eine Zeile ist noch offen.</translation>
    </message>
    <message>
        <source>This is the end. {0} rows are still open.</source>
        <translation>Das ist das Ende. {0} Zeilen sind noch offen.</translation>
    </message>
    <message>
        <source>The row is decided.</source>
        <translation>Die Zeile ist entschieden.</translation>
    </message>
    <message>
        <source>All {0} rows are decided.</source>
        <translation>Alle {0} Zeilen sind entschieden.</translation>
    </message>
    <message>
        <source>Rows that were skipped can be decided now, or another day: the place is kept.</source>
        <translation>Übersprungene Zeilen können Sie jetzt entscheiden oder an einem anderen Tag: Die Stelle ist gemerkt.</translation>
    </message>
    <message>
        <source>Rows with a problem are still learned from. Correct them, or exclude them.</source>
        <translation>Aus Zeilen mit Problem wird noch gelernt. Verbessern Sie sie, oder schließen Sie sie aus.</translation>
    </message>
    <message>
        <source>The accepted rows are ready to be learned from.</source>
        <translation>Aus den angenommenen Zeilen kann jetzt gelernt werden.</translation>
    </message>
    <message>
        <source>Nothing is left to learn from among these rows.</source>
        <translation>Unter diesen Zeilen ist keine mehr, aus der gelernt werden kann.</translation>
    </message>
    <message>
        <source>{0} accepted</source>
        <translation>{0} angenommen</translation>
    </message>
    <message>
        <source>{0} excluded</source>
        <translation>{0} ausgeschlossen</translation>
    </message>
    <message>
        <source>{0} with a problem</source>
        <translation>{0} mit Problem</translation>
    </message>
    <message>
        <source>{0} deleted</source>
        <translation>{0} gelöscht</translation>
    </message>
</context>
<context>
    <name>ReviewHead</name>
    <message>
        <source>Decided rows</source>
        <translation>Entschiedene Zeilen</translation>
    </message>
    <message>
        <source>Back to the table (Esc)</source>
        <translation>Zurück zur Tabelle (Esc)</translation>
    </message>
    <message>
        <source>Row {0} of {1}</source>
        <translation>Zeile {0} von {1}</translation>
    </message>
    <message>
        <source>The end</source>
        <translation>Das Ende</translation>
    </message>
    <message>
        <source>{0} open</source>
        <translation>{0} offen</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>Review</source>
        <translation>Durchsicht</translation>
    </message>
    <message>
        <source>One key decides about a row, and Backspace takes it back.</source>
        <translation>Eine Taste entscheidet über eine Zeile, und die Rücktaste nimmt es zurück.</translation>
    </message>
</context>
<context>
    <name>ReviewText</name>
    <message>
        <source>This row is not in the table any more.</source>
        <translation>Diese Zeile ist nicht mehr in der Tabelle.</translation>
    </message>
    <message>
        <source>{0} earlier turns are not shown here; edit the row to see them.</source>
        <translation>{0} frühere Runden sind hier nicht gezeigt; bearbeiten Sie die Zeile, um sie zu sehen.</translation>
    </message>
</context>
<context>
    <name>Rework</name>
    <message>
        <source>Fill in what is empty</source>
        <translation>Leeres ausfüllen</translation>
    </message>
    <message>
        <source>Grade (a tag and a note)</source>
        <translation>Bewerten (Schlagwort und Notiz)</translation>
    </message>
    <message>
        <source>Grade how well the answer fits the question, from 1 (not at all) to 5 (fully). Begin with the number, then say why in one sentence.</source>
        <translation>Bewerte, wie gut die Antwort zur Frage passt, von 1 (gar nicht) bis 5 (völlig). Beginne mit der Zahl und begründe sie dann in einem Satz.</translation>
    </message>
    <message>
        <source>Make variations (new rows)</source>
        <translation>Varianten erzeugen (neue Zeilen)</translation>
    </message>
    <message>
        <source>Question:
{prompt}

Answer:
{completion}</source>
        <translation>Frage:
{prompt}

Antwort:
{completion}</translation>
    </message>
    <message>
        <source>Rewrite</source>
        <translation>Umformulieren</translation>
    </message>
    <message>
        <source>Rewrite this so that it is clear and short, and says the same. Write nothing else.</source>
        <translation>Schreibe dies so um, dass es klar und kurz ist und dasselbe sagt. Schreibe sonst nichts.</translation>
    </message>
    <message>
        <source>Say this in other words, so that it means the same. Write nothing else.</source>
        <translation>Sage dies mit anderen Worten, sodass es dasselbe bedeutet. Schreibe sonst nichts.</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>Übersetzen</translation>
    </message>
    <message>
        <source>Translate this into German. Write nothing else.</source>
        <translation>Übersetze dies ins Deutsche. Schreibe sonst nichts.</translation>
    </message>
    <message>
        <source>Write the question that this is the answer to:

{completion}</source>
        <translation>Schreibe die Frage, auf die dies die Antwort ist:

{completion}</translation>
    </message>
</context>
<context>
    <name>ReworkPlan</name>
    <message>
        <source>Variations of each row</source>
        <translation>Varianten je Zeile</translation>
    </message>
    <message>
        <source>Mark as a problem when the grade is</source>
        <translation>Als Problem markieren bei der Note</translation>
    </message>
    <message>
        <source>for example: 1, 2</source>
        <translation>zum Beispiel: 1, 2</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>What is to be done</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Spalte</translation>
    </message>
    <message>
        <source>What the model is asked about each row</source>
        <translation>Was das Modell zu jeder Zeile gefragt wird</translation>
    </message>
    <message>
        <source>The first row</source>
        <translation>Die erste Zeile</translation>
    </message>
    <message>
        <source>Choose rows in the table first.</source>
        <translation>Wählen Sie zuerst Zeilen in der Tabelle.</translation>
    </message>
    <message>
        <source>{0} × {1} = {2}</source>
        <translation>{0} × {1} = {2}</translation>
    </message>
    <message>
        <source>{1}; 1 of the chosen rows has nothing to do with this column.</source>
        <translation>{1}; 1 der gewählten Zeilen hat mit dieser Spalte nichts zu tun.</translation>
    </message>
    <message>
        <source>{1}; {0} of the chosen rows have nothing to do with this column.</source>
        <translation>{1}; {0} der gewählten Zeilen haben mit dieser Spalte nichts zu tun.</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}, {1}</translation>
    </message>
    <message>
        <source>Chosen rows ({0})</source>
        <translation>Gewählte Zeilen ({0})</translation>
    </message>
    <message>
        <source>All rows on show ({0})</source>
        <translation>Alle gezeigten Zeilen ({0})</translation>
    </message>
    <message>
        <source>These are filled in from the row: {0}.</source>
        <translation>Diese werden aus der Zeile eingesetzt: {0}.</translation>
    </message>
</context>
<context>
    <name>Rooms</name>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>Playground</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
</context>
<context>
    <name>RowActs</name>
    <message>
        <source>The rows are shown in a sorted order. Go back to the order of the table to move them.</source>
        <translation>Die Zeilen sind sortiert zu sehen. Um sie zu verschieben, kehren Sie zur Reihenfolge der Tabelle zurück.</translation>
    </message>
</context>
<context>
    <name>RowBoard</name>
    <message>
        <source>Back to the table (Esc)</source>
        <translation>Zurück zur Tabelle (Esc)</translation>
    </message>
</context>
<context>
    <name>RowDialog</name>
    <message>
        <source>A training row of this answer</source>
        <translation>Eine Trainingszeile aus dieser Antwort</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>The answer as it should be</source>
        <translation>Die Antwort, wie sie sein sollte</translation>
    </message>
    <message>
        <source>This prompt is a held-out row. Its row gets this answer and moves to the training part: what a model has learned from can no longer test it.</source>
        <translation>Dieser Prompt ist eine zurückgehaltene Zeile. Sie bekommt diese Antwort und wechselt in den Teil „Training“: Woraus ein Modell gelernt hat, kann es nicht mehr prüfen.</translation>
    </message>
    <message>
        <source>A new row is put at the end of the table, for training. It can be undone there.</source>
        <translation>Am Ende der Tabelle kommt eine neue Zeile dazu, für das Training. Dort lässt sich das rückgängig machen.</translation>
    </message>
    <message>
        <source>A line of it is so long that it cannot be changed here. It can be changed in the table.</source>
        <translation>Eine Textzeile darin ist so lang, dass sie sich hier nicht ändern lässt. In der Tabelle geht es.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Take it into the data</source>
        <translation>In die Daten übernehmen</translation>
    </message>
</context>
<context>
    <name>RowFacts</name>
    <message>
        <source>About this row</source>
        <translation>Über diese Zeile</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>Es wurde nichts gefunden.</translation>
    </message>
    <message>
        <source>Not looked at yet.</source>
        <translation>Noch nicht angesehen.</translation>
    </message>
</context>
<context>
    <name>RowNotes</name>
    <message>
        <source>A note for people; no model ever learns from it.</source>
        <translation>Eine Notiz für Menschen; kein Modell lernt je daraus.</translation>
    </message>
    <message>
        <source>Several with commas between</source>
        <translation>Mehrere durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
</context>
<context>
    <name>RowPane</name>
    <message>
        <source>The current row</source>
        <translation>Die aktuelle Zeile</translation>
    </message>
    <message>
        <source>Show spaces and line ends</source>
        <translation>Leerzeichen und Zeilenenden zeigen</translation>
    </message>
    <message>
        <source>Row {0}</source>
        <translation>Zeile {0}</translation>
    </message>
    <message>
        <source>No row is selected</source>
        <translation>Keine Zeile ist ausgewählt</translation>
    </message>
    <message>
        <source>Click a row in the table, or move to one with the arrow keys.</source>
        <translation>Klicken Sie in der Tabelle auf eine Zeile, oder gehen Sie mit den Pfeiltasten zu einer.</translation>
    </message>
</context>
<context>
    <name>RowView</name>
    <message>
        <source>What is asked</source>
        <translation>Was gefragt wird</translation>
    </message>
    <message>
        <source>What is answered</source>
        <translation>Was geantwortet wird</translation>
    </message>
    <message>
        <source>Show in the table</source>
        <translation>In der Tabelle zeigen</translation>
    </message>
    <message>
        <source>This row is not in the table any more.</source>
        <translation>Diese Zeile ist nicht mehr in der Tabelle.</translation>
    </message>
    <message>
        <source>Row {0}: {1}</source>
        <translation>Zeile {0}: {1}</translation>
    </message>
    <message>
        <source>Use it again</source>
        <translation>Wieder verwenden</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>Weglassen</translation>
    </message>
</context>
<context>
    <name>RowViews</name>
    <message>
        <source>Review</source>
        <translation>Durchsicht</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Rows that are alike…</source>
        <translation>Zeilen, die sich gleichen…</translation>
    </message>
    <message>
        <source>Changed since a training…</source>
        <translation>Geändert seit einem Training…</translation>
    </message>
</context>
<context>
    <name>RowsList</name>
    <message>
        <source>not answered</source>
        <translation>nicht beantwortet</translation>
    </message>
    <message>
        <source>right</source>
        <translation>richtig</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>falsch</translation>
    </message>
</context>
<context>
    <name>RowsView</name>
    <message>
        <source>Which rows</source>
        <translation>Welche Zeilen</translation>
    </message>
    <message>
        <source>Correct this row…</source>
        <translation>Zeile verbessern…</translation>
    </message>
    <message>
        <source>Show in the table</source>
        <translation>In der Tabelle zeigen</translation>
    </message>
    <message>
        <source>Rows of the test</source>
        <translation>Zeilen des Tests</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Expected answer</source>
        <translation>Erwartete Antwort</translation>
    </message>
    <message>
        <source>{0} ({1})</source>
        <translation>{0} ({1})</translation>
    </message>
    <message>
        <source>{0}: “{1}” expected, “{2}” came ({3})</source>
        <translation>{0}: „{1}“ erwartet, „{2}“ gekommen ({3})</translation>
    </message>
    <message>
        <source>Newly wrong</source>
        <translation>Neu falsch</translation>
    </message>
    <message>
        <source>Newly right</source>
        <translation>Neu richtig</translation>
    </message>
    <message>
        <source>Wrong: {0}</source>
        <translation>Falsch: {0}</translation>
    </message>
    <message>
        <source>All rows</source>
        <translation>Alle Zeilen</translation>
    </message>
    <message>
        <source>{0}: no answer</source>
        <translation>{0}: keine Antwort</translation>
    </message>
    <message>
        <source>{0}: right</source>
        <translation>{0}: richtig</translation>
    </message>
    <message>
        <source>{0}: wrong</source>
        <translation>{0}: falsch</translation>
    </message>
</context>
<context>
    <name>RunCheckpoints</name>
    <message>
        <source>Try it in the playground</source>
        <translation>Im Playground ausprobieren</translation>
    </message>
    <message>
        <source>Copy its name</source>
        <translation>Namen kopieren</translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation>Zwischenstände</translation>
    </message>
    <message>
        <source>Each is the model as it was then, and answers like one that is finished.</source>
        <translation>Jeder ist das Modell, wie es da war, und antwortet wie ein fertiges.</translation>
    </message>
    <message>
        <source>Each is the model as it was then. Its name is what your provider calls it.</source>
        <translation>Jeder ist das Modell, wie es da war. Sein Name ist der, unter dem Ihr Anbieter es kennt.</translation>
    </message>
</context>
<context>
    <name>RunCoach</name>
    <message>
        <source>Until it stopped: {0}</source>
        <translation>Bis zum Abbruch: {0}</translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>Alles in Ordnung</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Achtung</translation>
    </message>
    <message>
        <source>Coach: {0}</source>
        <translation>Coach: {0}</translation>
    </message>
    <message>
        <source>Try the checkpoint of step {0}</source>
        <translation>Zwischenstand {0} ausprobieren</translation>
    </message>
    <message>
        <source>Plan again with twice the rate</source>
        <translation>Neu planen mit doppelter Rate</translation>
    </message>
    <message>
        <source>Plan again with half the rate</source>
        <translation>Neu planen mit halber Rate</translation>
    </message>
    <message>
        <source>Plan again with fewer passes</source>
        <translation>Neu planen mit weniger Durchgängen</translation>
    </message>
    <message>
        <source>Add rows</source>
        <translation>Zeilen ergänzen</translation>
    </message>
    <message>
        <source>Look at the rows</source>
        <translation>Zeilen ansehen</translation>
    </message>
</context>
<context>
    <name>RunMadeOf</name>
    <message>
        <source>What it was made of</source>
        <translation>Woraus es entstand</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy what it was made of</source>
        <translation>Kopieren, woraus es entstand</translation>
    </message>
    <message>
        <source>Written down when it was started, and never changed: rows are known by their fingerprints.</source>
        <translation>Beim Start aufgeschrieben und nie geändert: Zeilen sind an ihren Fingerabdrücken zu erkennen.</translation>
    </message>
    <message>
        <source>Save the model&apos;s passport…</source>
        <translation>Modellpass speichern…</translation>
    </message>
    <message>
        <source>One page with data, settings, curve, tests, votes, and how to call it</source>
        <translation>Eine Seite mit Daten, Einstellungen, Kurve, Tests, Stimmen und wie man es aufruft</translation>
    </message>
</context>
<context>
    <name>RunProgress</name>
    <message>
        <source>Progress of the training</source>
        <translation>Fortschritt des Trainings</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>noch {0}</translation>
    </message>
    <message>
        <source>Step {0}</source>
        <translation>Schritt {0}</translation>
    </message>
    <message>
        <source>Step {0} of {1}</source>
        <translation>Schritt {0} von {1}</translation>
    </message>
    <message>
        <source>pass {0} of {1}</source>
        <translation>Durchgang {0} von {1}</translation>
    </message>
    <message>
        <source>took {0}</source>
        <translation>Dauer {0}</translation>
    </message>
    <message>
        <source>paused for {0}</source>
        <translation>Pause {0}</translation>
    </message>
    <message>
        <source>{0} since the start</source>
        <translation>{0} seit dem Start</translation>
    </message>
    <message>
        <source>{0} since it was planned</source>
        <translation>{0} seit der Planung</translation>
    </message>
</context>
<context>
    <name>RunSteering</name>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Cancel training…</source>
        <translation>Training abbrechen…</translation>
    </message>
    <message>
        <source>Plan again</source>
        <translation>Neu planen</translation>
    </message>
    <message>
        <source>Save results file…</source>
        <translation>Ergebnisdatei speichern…</translation>
    </message>
    <message>
        <source>Takes the settings of this training into a new plan.</source>
        <translation>Übernimmt die Einstellungen dieses Trainings in einen neuen Plan.</translation>
    </message>
    <message>
        <source>Go on from the last checkpoint</source>
        <translation>Vom letzten Zwischenstand weitermachen</translation>
    </message>
</context>
<context>
    <name>RunView</name>
    <message>
        <source>Checkpoints</source>
        <translation>Zwischenstände</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>What it was made of</source>
        <translation>Woraus es entstand</translation>
    </message>
    <message>
        <source>Saved as {0}.</source>
        <translation>Gespeichert als {0}.</translation>
    </message>
    <message>
        <source>“{0}”, saved {1}</source>
        <translation>„{0}“, gespeichert {1}</translation>
    </message>
    <message>
        <source>{0}, started {1}</source>
        <translation>{0}, gestartet {1}</translation>
    </message>
    <message>
        <source>{0} at {1}, started {2}</source>
        <translation>{0} bei {1}, gestartet {2}</translation>
    </message>
    <message>
        <source>“{0}”: {1}</source>
        <translation>„{0}“: {1}</translation>
    </message>
    <message>
        <source>It is asked again by itself.</source>
        <translation>Es wird von selbst wieder gefragt.</translation>
    </message>
    <message>
        <source>It is asked again in {0}.</source>
        <translation>Es wird wieder gefragt; Wartezeit: {0}.</translation>
    </message>
    <message>
        <source>{0} kept</source>
        <translation>{0} behalten</translation>
    </message>
    <message>
        <source>{0}, settings, versions</source>
        <translation>{0}, Einstellungen, Versionen</translation>
    </message>
    <message>
        <source>The training there goes on.</source>
        <translation>Das Training dort geht weiter.</translation>
    </message>
</context>
<context>
    <name>Running</name>
    <message>
        <source>It still takes {0}.</source>
        <translation>Es dauert noch {0}.</translation>
    </message>
</context>
<context>
    <name>SaidEditor</name>
    <message>
        <source>What you say instead</source>
        <translation>Was Sie stattdessen sagen</translation>
    </message>
    <message>
        <source>Ask anew, and say again all that followed</source>
        <translation>Neu fragen und alles wieder sagen, was folgte</translation>
    </message>
    <message>
        <source>Ask anew from here</source>
        <translation>Ab hier neu fragen</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>So lassen, wie es ist</translation>
    </message>
</context>
<context>
    <name>SaidView</name>
    <message>
        <source>What you said before</source>
        <translation>Was Sie vorher gesagt haben</translation>
    </message>
    <message>
        <source>What you said later</source>
        <translation>Was Sie später gesagt haben</translation>
    </message>
    <message>
        <source>Say this otherwise, and ask anew from here</source>
        <translation>Anders sagen und ab hier neu fragen</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>Your message {0}</source>
        <translation>Ihre Nachricht {0}</translation>
    </message>
    <message>
        <source>Change your message {0}</source>
        <translation>Ihre Nachricht {0} ändern</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>Picture (PNG)…</source>
        <translation>Bild (PNG)…</translation>
    </message>
    <message>
        <source>Drawing without pixels (SVG)…</source>
        <translation>Zeichnung ohne Pixel (SVG)…</translation>
    </message>
    <message>
        <source>Table of all values (CSV)…</source>
        <translation>Tabelle aller Werte (CSV)…</translation>
    </message>
    <message>
        <source>Copy the picture</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Copy the table</source>
        <translation>Tabelle kopieren</translation>
    </message>
    <message>
        <source>The picture is on the clipboard.</source>
        <translation>Das Bild ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>The table is on the clipboard.</source>
        <translation>Die Tabelle ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>Bilder (*.png)</translation>
    </message>
    <message>
        <source>Drawings (*.svg)</source>
        <translation>Zeichnungen (*.svg)</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>Save the curves</source>
        <translation>Kurven speichern</translation>
    </message>
    <message>
        <source>Saved as {0} in {1}.</source>
        <translation>Gespeichert als {0} in {1}.</translation>
    </message>
</context>
<context>
    <name>Seeker</name>
    <message>
        <source>Searching …</source>
        <translation>Es wird gesucht …</translation>
    </message>
    <message>
        <source>Replaced: {0} in {1}. Undo takes that back.</source>
        <translation>Ersetzt: {0} in {1}. „Rückgängig“ nimmt das zurück.</translation>
    </message>
    <message>
        <source>No row holds “{0}”.</source>
        <translation>„{0}“ kommt in keiner Zeile vor.</translation>
    </message>
    <message>
        <source>Row {0}, going on from the other end.</source>
        <translation>Zeile {0}, weiter vom anderen Ende her.</translation>
    </message>
    <message>
        <source>Row {0}.</source>
        <translation>Zeile {0}.</translation>
    </message>
</context>
<context>
    <name>Seen</name>
    <message>
        <source>This row is left out</source>
        <translation>Diese Zeile ist weggelassen</translation>
    </message>
    <message>
        <source>Cut off: the row is too long for this model</source>
        <translation>Abgeschnitten: Die Zeile ist zu lang für dieses Modell</translation>
    </message>
    <message>
        <source>The worse answer: the model learns to avoid this</source>
        <translation>Die schlechtere Antwort: Das Modell lernt, dies zu meiden</translation>
    </message>
    <message>
        <source>The better answer: the model learns to prefer this</source>
        <translation>Die bessere Antwort: Das Modell lernt, diese vorzuziehen</translation>
    </message>
    <message>
        <source>The model learns to write this</source>
        <translation>Das Modell lernt, dies zu schreiben</translation>
    </message>
    <message>
        <source>The model reads this</source>
        <translation>Das Modell liest dies</translation>
    </message>
</context>
<context>
    <name>SeenDialog</name>
    <message>
        <source>Trainings that saw this row</source>
        <translation>Trainings, die diese Zeile gesehen haben</translation>
    </message>
    <message>
        <source>Trainings, the newest first</source>
        <translation>Trainings, die neuesten zuerst</translation>
    </message>
    <message>
        <source>Compare with what it learned</source>
        <translation>Mit dem Gelernten vergleichen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>No training of this project has seen row {0} yet.</source>
        <translation>Noch kein Training dieses Projekts hat Zeile {0} gesehen.</translation>
    </message>
    <message>
        <source>One training saw row {0}.</source>
        <translation>Ein Training hat Zeile {0} gesehen.</translation>
    </message>
    <message>
        <source>{1} trainings saw row {0}.</source>
        <translation>{1} Trainings haben Zeile {0} gesehen.</translation>
    </message>
    <message>
        <source>learned from it, with another text than now</source>
        <translation>hat daraus gelernt, mit anderem Text als jetzt</translation>
    </message>
    <message>
        <source>was measured with it (validation), with another text than now</source>
        <translation>wurde daran gemessen (Validierung), mit anderem Text als jetzt</translation>
    </message>
    <message>
        <source>learned from it as it is now</source>
        <translation>hat daraus gelernt, wie sie jetzt ist</translation>
    </message>
    <message>
        <source>was measured with it (validation) as it is now</source>
        <translation>wurde daran gemessen (Validierung), wie sie jetzt ist</translation>
    </message>
    <message>
        <source>{0}, {1}: {2}</source>
        <translation>{0}, {1}: {2}</translation>
    </message>
</context>
<context>
    <name>SeenPane</name>
    <message>
        <source>Row to look at</source>
        <translation>Zeile zum Ansehen</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>What the model will see</source>
        <translation>Was das Modell sehen wird</translation>
    </message>
    <message>
        <source>of the first {0}</source>
        <translation>der ersten {0}</translation>
    </message>
    <message>
        <source>This row becomes {0} examples; here is the first.</source>
        <translation>Aus dieser Zeile werden {0} Beispiele; hier ist das erste.</translation>
    </message>
</context>
<context>
    <name>Setting</name>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
</context>
<context>
    <name>SettingDialog</name>
    <message>
        <source>Settings of this column</source>
        <translation>Einstellungen dieser Spalte</translation>
    </message>
    <message>
        <source>So you can compare one model with itself, asked in two ways. Other columns are not touched.</source>
        <translation>So können Sie ein Modell mit sich selbst vergleichen, auf zwei Arten gefragt. Andere Spalten bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Use the settings of all columns</source>
        <translation>Einstellungen aller Spalten verwenden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Use these</source>
        <translation>Diese nehmen</translation>
    </message>
</context>
<context>
    <name>Setup</name>
    <message>
        <source>A model reads each row and turns its meaning into numbers (an embedding). Rows that mean nearly the same get nearly the same numbers, whatever their words. Then you see your data as a map, and find rows like another one, questions that are there twice in other words, answers that contradict each other, and test rows the model has already learned from.</source>
        <translation>Ein Modell liest jede Zeile und verwandelt ihre Bedeutung in Zahlen (eine Einbettung, Embedding). Zeilen, die fast dasselbe bedeuten, bekommen fast dieselben Zahlen, egal mit welchen Worten. Dann sehen Sie Ihre Daten als Karte und finden Zeilen, die einer anderen gleichen, Fragen, die mit anderen Worten zweimal da sind, Antworten, die sich widersprechen, und Testzeilen, die das Modell schon gelernt hat.</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>Gelesen von</translation>
    </message>
    <message>
        <source>What of each row</source>
        <translation>Was von jeder Zeile</translation>
    </message>
    <message>
        <source>To be read</source>
        <translation>Zu lesen</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>What leaves this computer</source>
        <translation>Was diesen Computer verlässt</translation>
    </message>
    <message>
        <source>Show what is read</source>
        <translation>Gelesenes zeigen</translation>
    </message>
    <message>
        <source>{0} (different texts: {1}), {2}</source>
        <translation>{0} (verschiedene Texte: {1}), {2}</translation>
    </message>
    <message>
        <source>Send {0} to {1}</source>
        <translation>{0} an {1} senden</translation>
    </message>
    <message>
        <source>Read {0}</source>
        <translation>{0} lesen</translation>
    </message>
    <message>
        <source>{0} (rough: made for answers)</source>
        <translation>{0} (grob: für Antworten gemacht)</translation>
    </message>
    <message>
        <source>There may be personal data in the rows: {0}. Whoever reads them gets to see it.</source>
        <translation>In den Zeilen stehen vielleicht personenbezogene Daten: {0}. Wer sie liest, bekommt sie zu sehen.</translation>
    </message>
    <message>
        <source>This model was made for answers, so what it finds is rough. all-MiniLM-L6-v2 is far better.</source>
        <translation>Dieses Modell ist für Antworten gemacht; was es findet, ist deshalb grob. all-MiniLM-L6-v2 ist weit besser.</translation>
    </message>
    <message>
        <source>The engine of this computer could not be asked for its models.</source>
        <translation>Die Engine dieses Computers ließ sich nicht nach ihren Modellen fragen.</translation>
    </message>
    <message>
        <source>{0} on a computer with two processor cores</source>
        <translation>{0} auf einem Computer mit zwei Prozessorkernen</translation>
    </message>
    <message>
        <source>not known before: it is measured as it goes</source>
        <translation>nicht vorher bekannt: Es wird unterwegs gemessen</translation>
    </message>
    <message>
        <source>Asking which packages this computer needs…</source>
        <translation>Es wird gefragt, welche Pakete dieser Computer braucht…</translation>
    </message>
    <message>
        <source>Bring it up to date</source>
        <translation>Auf den neuen Stand bringen</translation>
    </message>
    <message>
        <source>Every file is whole, and everything starts.</source>
        <translation>Jede Datei ist heil, und alles startet.</translation>
    </message>
    <message>
        <source>Everything is there already: this TuneDesk brought its training part along.</source>
        <translation>Alles ist schon da: Dieses TuneDesk hat seinen Trainingsteil mitgebracht.</translation>
    </message>
    <message>
        <source>Fetch and set up</source>
        <translation>Holen und einrichten</translation>
    </message>
    <message>
        <source>Fetch it again</source>
        <translation>Noch einmal holen</translation>
    </message>
    <message>
        <source>Fetching package {0} of {1}: {2}. {3} have come so far.</source>
        <translation>Paket {0} von {1} wird geholt: {2}. Bis jetzt sind {3} da.</translation>
    </message>
    <message>
        <source>Nothing. The rows stay here.</source>
        <translation>Nichts. Die Zeilen bleiben hier.</translation>
    </message>
    <message>
        <source>One file is missing or damaged. “Fetch it again” repairs that.</source>
        <translation>Eine Datei fehlt oder ist beschädigt. „Noch einmal holen“ behebt das.</translation>
    </message>
    <message>
        <source>Starting it once, to see that it works…</source>
        <translation>Einmal starten, um zu sehen, ob es läuft…</translation>
    </message>
    <message>
        <source>Training is not set up on this computer yet.</source>
        <translation>Training ist auf diesem Computer noch nicht eingerichtet.</translation>
    </message>
    <message>
        <source>Training is set up on this computer.</source>
        <translation>Training ist auf diesem Computer eingerichtet.</translation>
    </message>
    <message>
        <source>Training on this computer is being set up. What was fetched so far would have to be fetched again.</source>
        <translation>Das Training auf diesem Computer wird gerade eingerichtet. Was schon geholt ist, müsste noch einmal geholt werden.</translation>
    </message>
    <message>
        <source>Training was set up by an older TuneDesk or another Python: bring it up to date.</source>
        <translation>Training wurde von einem älteren TuneDesk oder einem anderen Python eingerichtet: Bringen Sie es auf den neuen Stand.</translation>
    </message>
    <message>
        <source>Unpacking: {0} on the disk…</source>
        <translation>Auspacken: {0} auf der Platte…</translation>
    </message>
    <message>
        <source>about ${0}</source>
        <translation>etwa {0} $</translation>
    </message>
    <message>
        <source>free</source>
        <translation>kostenlos</translation>
    </message>
    <message>
        <source>free, on this computer</source>
        <translation>kostenlos, auf diesem Computer</translation>
    </message>
    <message>
        <source>less than ${0}</source>
        <translation>weniger als {0} $</translation>
    </message>
    <message>
        <source>not known: there is no price for this model</source>
        <translation>nicht bekannt: Für dieses Modell gibt es keinen Preis</translation>
    </message>
    <message>
        <source>{0} (price of {1})</source>
        <translation>{0} (Preis vom {1})</translation>
    </message>
    <message>
        <source>{0} files are missing or damaged. “Fetch it again” repairs that.</source>
        <translation>{0} Dateien fehlen oder sind beschädigt. „Noch einmal holen“ behebt das.</translation>
    </message>
    <message>
        <source>{0}, {1}, to {2}.</source>
        <translation>{0}, {1}, an {2}.</translation>
    </message>
</context>
<context>
    <name>SetupDialog</name>
    <message>
        <source>Set up training on this computer</source>
        <translation>Training auf diesem Computer einrichten</translation>
    </message>
    <message>
        <source>How far it is</source>
        <translation>Wie weit es ist</translation>
    </message>
    <message>
        <source>Check every file</source>
        <translation>Jede Datei prüfen</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Nothing can be trained or asked on this computer then. Projects, models and settings stay.</source>
        <translation>Auf diesem Computer lässt sich dann nichts trainieren oder fragen. Projekte, Modelle und Einstellungen bleiben.</translation>
    </message>
    <message>
        <source>To train and ask models here, TuneDesk needs further packages. They are fetched once, over the internet, into a folder of their own. Nothing else on this computer is changed, and nothing of yours is sent.</source>
        <translation>Um Modelle hier zu trainieren und zu fragen, braucht TuneDesk weitere Pakete. Sie werden einmal aus dem Internet in einen eigenen Ordner geholt. Sonst ändert sich nichts auf diesem Computer, und nichts von Ihnen wird gesendet.</translation>
    </message>
    <message>
        <source>Reading every file, then starting what is there…</source>
        <translation>Jede Datei wird gelesen, dann wird gestartet, was da ist…</translation>
    </message>
    <message>
        <source>Removing…</source>
        <translation>Wird entfernt…</translation>
    </message>
    <message>
        <source>Stopping, and removing what has come…</source>
        <translation>Wird angehalten, und was gekommen ist, wird entfernt…</translation>
    </message>
    <message>
        <source>Setting up training on this computer</source>
        <translation>Training auf diesem Computer einrichten</translation>
    </message>
    <message>
        <source>Training on this computer is set up.</source>
        <translation>Training auf diesem Computer ist eingerichtet.</translation>
    </message>
    <message>
        <source>Removed. {0} are free again.</source>
        <translation>Entfernt. {0} sind wieder frei.</translation>
    </message>
</context>
<context>
    <name>SetupFacts</name>
    <message>
        <source>Package</source>
        <translation>Paket</translation>
    </message>
    <message>
        <source>Packages that are fetched</source>
        <translation>Pakete, die geholt werden</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Small packages that these need come with them, all under free licences.</source>
        <translation>Kleine Pakete, die diese brauchen, kommen mit, alle unter freien Lizenzen.</translation>
    </message>
    <message>
        <source>With them come NVIDIA&apos;s own packages for your graphics card, under NVIDIA&apos;s licence.</source>
        <translation>Mit ihnen kommen die Pakete von NVIDIA für Ihre Grafikkarte, unter der Lizenz von NVIDIA.</translation>
    </message>
    <message>
        <source>Folder: {0}</source>
        <translation>Ordner: {0}</translation>
    </message>
    <message>
        <source>It takes {0} on the disk; {1} are free.</source>
        <translation>Es belegt {0} auf der Platte; {1} sind frei.</translation>
    </message>
    <message>
        <source>{0} to fetch and {1} on the disk, where {2} are free. With a line of 20 Mbit/s: {3}.</source>
        <translation>{0} zu holen und {1} auf der Platte, wo {2} frei sind. Mit einer Leitung von 20 Mbit/s: {3}.</translation>
    </message>
</context>
<context>
    <name>ShapeCards</name>
    <message>
        <source>A question from a user and the assistant&apos;s answer. Right for most models of today.</source>
        <translation>Eine Frage und die Antwort des Assistenten darauf. Richtig für die meisten Modelle von heute.</translation>
    </message>
    <message>
        <source>One text that the model goes on writing. Right for plain text models and for short patterns.</source>
        <translation>Ein Text, den das Modell weiterschreibt. Richtig für reine Textmodelle und für kurze Muster.</translation>
    </message>
    <message>
        <source>A question with a better and a worse answer (DPO). For a model that answers well already and should answer more to your liking.</source>
        <translation>Eine Frage mit einer besseren und einer schlechteren Antwort (DPO). Für ein Modell, das schon gut antwortet und mehr nach Ihrem Geschmack antworten soll.</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Prompt and completion</source>
        <translation>Prompt und Completion</translation>
    </message>
    <message>
        <source>Preference pairs</source>
        <translation>Präferenzpaare</translation>
    </message>
    <message>
        <source>What each row becomes</source>
        <translation>Was aus jeder Zeile wird</translation>
    </message>
</context>
<context>
    <name>ShapeStep</name>
    <message>
        <source>Say which model the rows are for, and turn them into another form if you like.</source>
        <translation>Sagen Sie, für welches Modell die Zeilen sind, und geben Sie ihnen eine andere Form, wenn Sie möchten.</translation>
    </message>
    <message>
        <source>Say what each row becomes, and see on the other side what the model will get.</source>
        <translation>Sagen Sie, was aus jeder Zeile wird, und sehen Sie auf der anderen Seite, was das Modell bekommt.</translation>
    </message>
    <message>
        <source>These examples have no second answer that could be the worse one.</source>
        <translation>Diese Beispiele haben keine zweite Antwort, die die schlechtere sein könnte.</translation>
    </message>
    <message>
        <source>This needs a column with a second answer.</source>
        <translation>Dafür braucht es eine Spalte mit einer zweiten Antwort.</translation>
    </message>
</context>
<context>
    <name>Shelf</name>
    <message>
        <source>Answers kept in this project: {0}</source>
        <translation>In diesem Projekt aufbewahrte Antworten: {0}</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>Basismodell</translation>
    </message>
    <message>
        <source>Base models</source>
        <translation>Basismodelle</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Zwischenstand</translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation>Zwischenstände</translation>
    </message>
    <message>
        <source>In this project</source>
        <translation>In diesem Projekt</translation>
    </message>
    <message>
        <source>Known from this project; its place was not asked yet.</source>
        <translation>Aus diesem Projekt bekannt; sein Ort wurde noch nicht gefragt.</translation>
    </message>
    <message>
        <source>Learned from {0} rows of this project</source>
        <translation>Hat aus {0} Zeilen dieses Projekts gelernt</translation>
    </message>
    <message>
        <source>Made from {0}</source>
        <translation>Entstanden aus {0}</translation>
    </message>
    <message>
        <source>Made: {0}</source>
        <translation>Erstellt: {0}</translation>
    </message>
    <message>
        <source>Recorded answers</source>
        <translation>Aufgezeichnete Antworten</translation>
    </message>
    <message>
        <source>Takes {0} on this computer</source>
        <translation>Belegt {0} auf diesem Computer</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>Tuned at a provider</source>
        <translation>Bei einem Anbieter trainiert</translation>
    </message>
    <message>
        <source>Tuned here</source>
        <translation>Hier trainiert</translation>
    </message>
</context>
<context>
    <name>ShelfDetails</name>
    <message>
        <source>Try it</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>Compare with its base</source>
        <translation>Mit Basismodell vergleichen</translation>
    </message>
    <message>
        <source>Open its training</source>
        <translation>Sein Training öffnen</translation>
    </message>
    <message>
        <source>Passport…</source>
        <translation>Modellpass…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Find a successor…</source>
        <translation>Nachfolger suchen…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Only TuneDesk uses it; what the model is called at its place stays.</source>
        <translation>Nur TuneDesk verwendet ihn; wie das Modell an seinem Ort heißt, bleibt.</translation>
    </message>
    <message>
        <source>Your name for it</source>
        <translation>Ihr Name dafür</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
</context>
<context>
    <name>ShelfList</name>
    <message>
        <source>Your models</source>
        <translation>Ihre Modelle</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Made from</source>
        <translation>Basis</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>Endet</translation>
    </message>
</context>
<context>
    <name>ShelfPage</name>
    <message>
        <source>Your models</source>
        <translation>Ihre Modelle</translation>
    </message>
    <message>
        <source>Every model you can call, and those only answers are left of.</source>
        <translation>Jedes Modell, das Sie aufrufen können, und die, von denen nur Antworten geblieben sind.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>Modelle suchen</translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>Gruppieren</translation>
    </message>
    <message>
        <source>Grouped by origin</source>
        <translation>Nach Herkunft gruppiert</translation>
    </message>
    <message>
        <source>Grouped by place</source>
        <translation>Nach Ort gruppiert</translation>
    </message>
    <message>
        <source>Grouped by base model</source>
        <translation>Nach Basismodell gruppiert</translation>
    </message>
    <message>
        <source>Not grouped</source>
        <translation>Nicht gruppiert</translation>
    </message>
    <message>
        <source>Looking which models there are. The first start of the engine can take a minute.</source>
        <translation>Es wird nachgesehen, welche Modelle da sind. Der erste Start der Engine kann eine Minute dauern.</translation>
    </message>
    <message>
        <source>There is no model yet. Fetch the starter model, and train your own from it.</source>
        <translation>Noch ist kein Modell da. Holen Sie das Startmodell, und trainieren Sie daraus Ihr eigenes.</translation>
    </message>
    <message>
        <source>Get a model</source>
        <translation>Modell holen</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
</context>
<context>
    <name>Showing</name>
    <message>
        <source>The numbers are written: {0}</source>
        <translation>Die Zahlen sind geschrieben: {0}</translation>
    </message>
    <message>
        <source>Comparing the rows</source>
        <translation>Zeilen werden verglichen</translation>
    </message>
    <message>
        <source>Drawing the map</source>
        <translation>Die Karte wird gezeichnet</translation>
    </message>
    <message>
        <source>Looking for rows that mean this</source>
        <translation>Zeilen mit dieser Bedeutung werden gesucht</translation>
    </message>
    <message>
        <source>Reading the table: {0}</source>
        <translation>Die Tabelle wird gelesen: {0}</translation>
    </message>
    <message>
        <source>Comparing the rows: {0} of {1}</source>
        <translation>Zeilen werden verglichen: {0} von {1}</translation>
    </message>
    <message>
        <source>CSV (*.csv);;Parquet (*.parquet);;NumPy (*.npz)</source>
        <translation>CSV (*.csv);;Parquet (*.parquet);;NumPy (*.npz)</translation>
    </message>
    <message>
        <source>Save the numbers of the rows</source>
        <translation>Zahlen der Zeilen speichern</translation>
    </message>
</context>
<context>
    <name>Side</name>
    <message>
        <source>Look for trainings…</source>
        <translation>Trainings suchen…</translation>
    </message>
    <message>
        <source>Trainings of your account that this project does not know</source>
        <translation>Trainings Ihres Kontos, die dieses Projekt nicht kennt</translation>
    </message>
    <message>
        <source>Open a results file…</source>
        <translation>Ergebnisdatei öffnen…</translation>
    </message>
    <message>
        <source>The curve in a results.csv of any provider, old or new</source>
        <translation>Die Kurve in einer results.csv eines beliebigen Anbieters, alt oder neu</translation>
    </message>
    <message>
        <source>Tick two or more to compare them.</source>
        <translation>Zum Vergleichen zwei oder mehr ankreuzen.</translation>
    </message>
    <message>
        <source>Trainings of this project</source>
        <translation>Trainings dieses Projekts</translation>
    </message>
    <message>
        <source>Compare {0} trainings</source>
        <translation>{0} Trainings vergleichen</translation>
    </message>
    <message>
        <source>Tables of measurements (*.csv *.txt);;All files (*)</source>
        <translation>Tabellen mit Messwerten (*.csv *.txt);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Open a results file</source>
        <translation>Ergebnisdatei öffnen</translation>
    </message>
</context>
<context>
    <name>Sides</name>
    <message>
        <source>As the model learned it</source>
        <translation>Wie das Modell sie gelernt hat</translation>
    </message>
    <message>
        <source>The model did not learn from this row.</source>
        <translation>Das Modell hat aus dieser Zeile nicht gelernt.</translation>
    </message>
    <message>
        <source>The text of then is not kept any more: the history does not reach back to this training.</source>
        <translation>Der Text von damals ist nicht mehr da: Der Verlauf reicht nicht bis zu diesem Training zurück.</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>Damals</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>The row is deleted.</source>
        <translation>Die Zeile ist gelöscht.</translation>
    </message>
    <message>
        <source>Write back the text of then</source>
        <translation>Text von damals zurückschreiben</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Show in the table</source>
        <translation>In der Tabelle zeigen</translation>
    </message>
</context>
<context>
    <name>SinceBoard</name>
    <message>
        <source>Show these rows in the table</source>
        <translation>Diese Zeilen in der Tabelle zeigen</translation>
    </message>
    <message>
        <source>The training to compare with</source>
        <translation>Das Training zum Vergleichen</translation>
    </message>
    <message>
        <source>Rows that are not as they were</source>
        <translation>Zeilen, die nicht mehr sind wie damals</translation>
    </message>
</context>
<context>
    <name>SincePage</name>
    <message>
        <source>The rows as a model learned them, beside the rows as they are now.</source>
        <translation>Die Zeilen, wie ein Modell sie gelernt hat, neben den Zeilen, wie sie jetzt sind.</translation>
    </message>
    <message>
        <source>Changed since a training</source>
        <translation>Seit einem Training geändert</translation>
    </message>
    <message>
        <source>No model was trained with this project yet. After a training, its rows can be compared.</source>
        <translation>Mit diesem Projekt wurde noch kein Modell trainiert. Nach einem Training lassen sich seine Zeilen vergleichen.</translation>
    </message>
    <message>
        <source>Back to the table</source>
        <translation>Zurück zur Tabelle</translation>
    </message>
    <message>
        <source>Comparing the rows with those of the training</source>
        <translation>Die Zeilen werden mit denen des Trainings verglichen</translation>
    </message>
    <message>
        <source>{0}: {1} of {2}</source>
        <translation>{0}: {1} von {2}</translation>
    </message>
    <message>
        <source>The rows are just as the model learned them.</source>
        <translation>Die Zeilen sind genau so, wie das Modell sie gelernt hat.</translation>
    </message>
</context>
<context>
    <name>SpendingPage</name>
    <message>
        <source>Looking…</source>
        <translation>Es wird nachgesehen…</translation>
    </message>
    <message>
        <source>Prices…</source>
        <translation>Preise…</translation>
    </message>
    <message>
        <source>What each model costs, as TuneDesk reckons; you can change it there.</source>
        <translation>Was jedes Modell kostet, wie TuneDesk rechnet; dort können Sie es ändern.</translation>
    </message>
    <message>
        <source>Worked out from the tokens the provider counted and the prices TuneDesk knows. What you are billed stands on your provider&apos;s own page; taxes and free allowances are not known here.</source>
        <translation>Berechnet aus den Token, die der Anbieter gezählt hat, und den Preisen, die TuneDesk kennt. Was Ihnen berechnet wird, steht auf der eigenen Seite Ihres Anbieters; Steuern und Freikontingente sind hier nicht bekannt.</translation>
    </message>
    <message>
        <source>What was spent, by month and provider</source>
        <translation>Was ausgegeben wurde, nach Monat und Anbieter</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>US dollars</source>
        <translation>US-Dollar</translation>
    </message>
    <message>
        <source>Nothing was spent yet. What you let a provider do for money is entered here; everything on this computer is free.</source>
        <translation>Noch wurde nichts ausgegeben. Was Sie einen Anbieter gegen Geld tun lassen, wird hier eingetragen; auf diesem Computer ist alles kostenlos.</translation>
    </message>
    <message>
        <source>Not in the sums, because TuneDesk did not know their price at that time: {0}.</source>
        <translation>Nicht in den Summen, weil TuneDesk den Preis damals nicht kannte: {0}.</translation>
    </message>
    <message>
        <source>{0} (removed)</source>
        <translation>{0} (entfernt)</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>less than {0}</source>
        <translation>weniger als {0}</translation>
    </message>
    <message>
        <source>{0} and more</source>
        <translation>{0} und mehr</translation>
    </message>
</context>
<context>
    <name>SplitBoard</name>
    <message>
        <source>Repairs made</source>
        <translation>Erledigte Reparaturen</translation>
    </message>
    <message>
        <source>What training on these rows takes</source>
        <translation>Was ein Training mit diesen Zeilen braucht</translation>
    </message>
    <message>
        <source>How long the rows are</source>
        <translation>Wie lang die Zeilen sind</translation>
    </message>
    <message>
        <source>This must be mended before rows can be created: {0} Go back one step to see it.</source>
        <translation>Das muss behoben sein, bevor Zeilen angelegt werden können: {0} Gehen Sie einen Schritt zurück, um es zu sehen.</translation>
    </message>
    <message>
        <source>One row goes to another part.</source>
        <translation>Eine Zeile kommt in einen anderen Teil.</translation>
    </message>
    <message>
        <source>{0} rows go to another part.</source>
        <translation>{0} Zeilen kommen in einen anderen Teil.</translation>
    </message>
    <message>
        <source>One row asks what a row of the table asks. It goes to the same part as that one.</source>
        <translation>Eine Zeile fragt, was schon eine Zeile der Tabelle fragt. Sie kommt in denselben Teil wie diese.</translation>
    </message>
    <message>
        <source>{0} rows ask what rows of the table ask. They go to the same part as those.</source>
        <translation>{0} Zeilen fragen, was schon Zeilen der Tabelle fragen. Sie kommen in denselben Teil wie diese.</translation>
    </message>
    <message>
        <source>A question that is learned in one part and tested in another flatters the model.</source>
        <translation>Eine Frage, die in einem Teil gelernt und in einem anderen geprüft wird, schmeichelt dem Modell.</translation>
    </message>
    <message>
        <source>{0}; each can be undone in the table</source>
        <translation>{0}; jede lässt sich in der Tabelle rückgängig machen</translation>
    </message>
</context>
<context>
    <name>SplitShares</name>
    <message>
        <source>Validation share in per cent</source>
        <translation>Anteil Validierung in Prozent</translation>
    </message>
    <message>
        <source>Test share in per cent</source>
        <translation>Anteil Test in Prozent</translation>
    </message>
    <message>
        <source>Keep the mix of answers alike in all parts (stratified)</source>
        <translation>Die Mischung der Antworten in allen Teilen gleich halten (stratifiziert)</translation>
    </message>
    <message>
        <source> and {0} more</source>
        <translation> und {0} weitere</translation>
    </message>
    <message>
        <source>Answers that repeat: {0}{1}</source>
        <translation>Antworten, die sich wiederholen: {0}{1}</translation>
    </message>
    <message>
        <source>Measured now and then while it learns, to see when it only learns by heart.</source>
        <translation>Beim Lernen hin und wieder gemessen, um zu sehen, wann es nur noch auswendig lernt.</translation>
    </message>
    <message>
        <source>Never shown while it learns; you compare the answers on these at the end.</source>
        <translation>Beim Lernen nie gezeigt; an ihnen vergleichen Sie am Ende die Antworten.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>The model learns from these rows.</source>
        <translation>Das Modell lernt aus diesen Zeilen.</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>{0} %</source>
        <translation>{0} %</translation>
    </message>
</context>
<context>
    <name>SplitStep</name>
    <message>
        <source>The rows are being repaired and divided</source>
        <translation>Die Zeilen werden repariert und aufgeteilt</translation>
    </message>
    <message>
        <source>See what the changes come to, and divide the rows anew if you like.</source>
        <translation>Sehen Sie, was die Änderungen ergeben, und teilen Sie die Zeilen neu auf, wenn Sie möchten.</translation>
    </message>
    <message>
        <source>Keep some rows back, so that you can see how well the model has learned, and see what it costs.</source>
        <translation>Halten Sie einige Zeilen zurück, um zu sehen, wie gut das Modell gelernt hat, und sehen Sie, was es kostet.</translation>
    </message>
    <message>
        <source>Counting the rows…</source>
        <translation>Zeilen werden gezählt…</translation>
    </message>
    <message>
        <source>Change the table</source>
        <translation>Tabelle ändern</translation>
    </message>
    <message>
        <source>Create 1 validation row</source>
        <translation>1 Validierungszeile anlegen</translation>
    </message>
    <message>
        <source>Create {0} validation rows</source>
        <translation>{0} Validierungszeilen anlegen</translation>
    </message>
    <message>
        <source>Create 1 test row</source>
        <translation>1 Testzeile anlegen</translation>
    </message>
    <message>
        <source>Create {0} test rows</source>
        <translation>{0} Testzeilen anlegen</translation>
    </message>
    <message>
        <source>Create 1 training row</source>
        <translation>1 Trainingszeile anlegen</translation>
    </message>
    <message>
        <source>Create 1 row ({1} for training)</source>
        <translation>1 Zeile anlegen ({1} zum Trainieren)</translation>
    </message>
    <message>
        <source>Create {0} rows ({1} for training)</source>
        <translation>{0} Zeilen anlegen ({1} zum Trainieren)</translation>
    </message>
    <message>
        <source>Create {0} training rows</source>
        <translation>{0} Trainingszeilen anlegen</translation>
    </message>
    <message>
        <source>Back to the table: no row changes</source>
        <translation>Zurück zur Tabelle: Keine Zeile ändert sich</translation>
    </message>
    <message>
        <source>Repairing the rows</source>
        <translation>Die Zeilen werden repariert</translation>
    </message>
    <message>
        <source>Repairing the rows: {0} looked at</source>
        <translation>Die Zeilen werden repariert: {0} angesehen</translation>
    </message>
    <message>
        <source>Counting the rows</source>
        <translation>Zeilen werden gezählt</translation>
    </message>
</context>
<context>
    <name>SplitTokens</name>
    <message>
        <source>Rows by their length</source>
        <translation>Zeilen nach ihrer Länge</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Longest rows</source>
        <translation>Längste Zeilen</translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation>Gekürzt</translation>
    </message>
    <message>
        <source>As a table</source>
        <translation>Als Tabelle</translation>
    </message>
    <message>
        <source>how many rows have how many tokens</source>
        <translation>wie viele Zeilen wie viele Token haben</translation>
    </message>
    <message>
        <source>1 row is longer than {1} tokens; the model would not see what goes beyond.</source>
        <translation>1 Zeile ist länger als {1} Token; was darüber hinausgeht, sähe das Modell nicht.</translation>
    </message>
    <message>
        <source>{0} rows are longer than {1} tokens; the model would not see what goes beyond.</source>
        <translation>{0} Zeilen sind länger als {1} Token; was darüber hinausgeht, sähe das Modell nicht.</translation>
    </message>
    <message>
        <source>row {0}: {1} tokens</source>
        <translation>Zeile {0}: {1} Token</translation>
    </message>
    <message>
        <source>line {0}: {1} tokens</source>
        <translation>Zeile {0} der Datei: {1} Token</translation>
    </message>
    <message>
        <source>There are no rows.</source>
        <translation>Es gibt keine Zeilen.</translation>
    </message>
    <message>
        <source>Every row has {0} tokens (pieces of words).</source>
        <translation>Jede Zeile hat {0} Token (Wortstücke).</translation>
    </message>
    <message>
        <source>Half of the rows have at most {0} tokens (pieces of words). Nine in ten have {1} to {2}; the longest has {3}.</source>
        <translation>Die Hälfte der Zeilen hat höchstens {0} Token (Wortstücke). Neun von zehn haben {1} bis {2}; die längste hat {3}.</translation>
    </message>
    <message>
        <source>Nine in ten rows have {1} tokens (pieces of words); the longest has {3}.</source>
        <translation>Neun von zehn Zeilen haben {1} Token (Wortstücke); die längste hat {3}.</translation>
    </message>
    <message>
        <source>{0} to {1}</source>
        <translation>{0} bis {1}</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
</context>
<context>
    <name>SplitWhere</name>
    <message>
        <source>Add the new rows below them</source>
        <translation>Die neuen Zeilen darunter anfügen</translation>
    </message>
    <message>
        <source>Put the new rows in their place (undo brings them back)</source>
        <translation>Die neuen Zeilen an ihre Stelle setzen (Rückgängig holt die alten zurück)</translation>
    </message>
    <message>
        <source>Add all new rows to the validation part</source>
        <translation>Alle neuen Zeilen zum Teil Validierung hinzufügen</translation>
    </message>
    <message>
        <source>Add all new rows to the test part</source>
        <translation>Alle neuen Zeilen zum Teil Test hinzufügen</translation>
    </message>
    <message>
        <source>Leave every row in its part</source>
        <translation>Jede Zeile in ihrem Teil lassen</translation>
    </message>
    <message>
        <source>Divide all rows anew</source>
        <translation>Alle Zeilen neu aufteilen</translation>
    </message>
    <message>
        <source>This project already has {0}</source>
        <translation>Dieses Projekt hat schon {0}</translation>
    </message>
    <message>
        <source>The parts of the rows</source>
        <translation>Die Teile der Zeilen</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Teach a model with your own examples</source>
        <translation>Bringen Sie einem Modell mit eigenen Beispielen etwas bei</translation>
    </message>
    <message>
        <source>Bring a table of questions and answers; leave with a model that answers your way.</source>
        <translation>Sie kommen mit einer Tabelle voller Fragen und Antworten und gehen mit einem Modell, das so antwortet wie Sie.</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>Beispiel öffnen</translation>
    </message>
    <message>
        <source>A small table of superheroes, ready to train. See the whole way in a few minutes.</source>
        <translation>Eine kleine Tabelle mit Superhelden, fertig zum Trainieren. Der ganze Weg in wenigen Minuten.</translation>
    </message>
    <message>
        <source>Use my file</source>
        <translation>Meine Datei nutzen</translation>
    </message>
    <message>
        <source>Open a table or training data: Excel, OpenDocument, CSV, JSON, Parquet or text.</source>
        <translation>Eine Tabelle oder Trainingsdaten öffnen: Excel, OpenDocument, CSV, JSON, Parquet oder Text.</translation>
    </message>
    <message>
        <source>Bring my models home</source>
        <translation>Meine Modelle nach Hause holen</translation>
    </message>
    <message>
        <source>Save training data, curves and answers from your OpenAI account before its models are switched off.</source>
        <translation>Trainingsdaten, Kurven und Antworten aus Ihrem OpenAI-Konto sichern, bevor seine Modelle abgeschaltet werden.</translation>
    </message>
    <message>
        <source>Does my task want fine-tuning?</source>
        <translation>Braucht meine Aufgabe Feinabstimmung?</translation>
    </message>
    <message>
        <source>Paste a table ({0})</source>
        <translation>Tabelle einfügen ({0})</translation>
    </message>
    <message>
        <source>Rows copied in a table program. You can also drop a file on this window.</source>
        <translation>Zeilen, die in einem Tabellenprogramm kopiert wurden. Sie können auch eine Datei auf dieses Fenster ziehen.</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>Letzte Projekte</translation>
    </message>
    <message>
        <source>Preparing data, training and asking happen on this computer. Only what you ask for goes through the internet.</source>
        <translation>Daten vorbereiten, trainieren und fragen geschieht auf diesem Computer. Nur was Sie verlangen, geht durch das Internet.</translation>
    </message>
    <message>
        <source>What needs the internet</source>
        <translation>Was das Internet braucht</translation>
    </message>
    <message>
        <source>Sample projects</source>
        <translation>Beispielprojekte</translation>
    </message>
    <message>
        <source>Tables and training data ({0})</source>
        <translation>Tabellen und Trainingsdaten ({0})</translation>
    </message>
    <message>
        <source>Workbooks ({0})</source>
        <translation>Arbeitsmappen ({0})</translation>
    </message>
    <message>
        <source>Text tables ({0})</source>
        <translation>Texttabellen ({0})</translation>
    </message>
    <message>
        <source>JSON ({0})</source>
        <translation>JSON ({0})</translation>
    </message>
    <message>
        <source>All files ({0})</source>
        <translation>Alle Dateien ({0})</translation>
    </message>
    <message>
        <source>Open a file with rows</source>
        <translation>Datei mit Zeilen öffnen</translation>
    </message>
    <message>
        <source>TuneDesk projects and packs (*.tunedesk *.tunedeskpack);;All files (*)</source>
        <translation>TuneDesk-Projekte und -Pakete (*.tunedesk *.tunedeskpack);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>Projekt öffnen</translation>
    </message>
</context>
<context>
    <name>StepPage</name>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
</context>
<context>
    <name>StepsLine</name>
    <message>
        <source>Read</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Check-up</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Split and cost</source>
        <translation>Aufteilung, Kosten</translation>
    </message>
    <message>
        <source>Step {0} of {1}: {2}</source>
        <translation>Schritt {0} von {1}: {2}</translation>
    </message>
</context>
<context>
    <name>StockTable</name>
    <message>
        <source>Trainings at the provider</source>
        <translation>Trainings beim Anbieter</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>Basismodell</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Model ends</source>
        <translation>Modellende</translation>
    </message>
    <message>
        <source>{0} (home already)</source>
        <translation>{0} (schon zu Hause)</translation>
    </message>
</context>
<context>
    <name>StopWords</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Check-up</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>Lernen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>That was the whole way. Go it once more with a table of your own: “Use my file”.</source>
        <translation>Das war der ganze Weg. Gehen Sie ihn noch einmal mit einer eigenen Tabelle: „Meine Datei nutzen“.</translation>
    </message>
    <message>
        <source>Press “Try the sample” on the page Start. It opens a table of imaginary superheroes.</source>
        <translation>Drücken Sie auf der Seite Start auf „Beispiel öffnen“. Es öffnet eine Tabelle erfundener Superhelden.</translation>
    </message>
    <message>
        <source>This is the table as it was read. See whether its columns are right, then go on at the foot.</source>
        <translation>Das ist die Tabelle, wie sie gelesen wurde. Sehen Sie nach, ob die Spalten stimmen, und gehen Sie unten weiter.</translation>
    </message>
    <message>
        <source>Here you say what is asked and what is to be answered. For the sample it is filled in: see what the model will get, then go on.</source>
        <translation>Hier sagen Sie, was gefragt wird und was geantwortet werden soll. Für das Beispiel ist es ausgefüllt: Sehen Sie, was das Modell bekommt, und gehen Sie weiter.</translation>
    </message>
    <message>
        <source>Every row has been checked. Read what was found, accept or skip each thing, then go on.</source>
        <translation>Jede Zeile wurde geprüft. Lesen Sie, was gefunden wurde, nehmen Sie jedes an oder übergehen Sie es, und gehen Sie weiter.</translation>
    </message>
    <message>
        <source>Some rows are kept from training, to test the model with them later. The last button creates the rows.</source>
        <translation>Einige Zeilen werden vom Training zurückgehalten, um das Modell später mit ihnen zu testen. Die letzte Schaltfläche legt die Zeilen an.</translation>
    </message>
    <message>
        <source>These are your rows. Go to another one, with the mouse or the arrow keys, and read it.</source>
        <translation>Das sind Ihre Zeilen. Gehen Sie mit der Maus oder den Pfeiltasten zu einer anderen und lesen Sie sie.</translation>
    </message>
    <message>
        <source>On the page Training, press “Start training”. If the model is not on this computer yet, fetch it first.</source>
        <translation>Drücken Sie auf der Seite Training auf „Training starten“. Ist das Modell noch nicht auf diesem Computer, holen Sie es zuerst.</translation>
    </message>
    <message>
        <source>The model learns from your rows; the page says how long it still takes. The curves should go down.</source>
        <translation>Das Modell lernt aus Ihren Zeilen; die Seite sagt, wie lange es noch dauert. Die Kurven sollten fallen.</translation>
    </message>
    <message>
        <source>On the page Playground, press “Ask”: the model before and after training answers the same, side by side.</source>
        <translation>Drücken Sie auf der Seite Playground auf „Fragen“: Das Modell vor und nach dem Training antwortet auf dasselbe, nebeneinander.</translation>
    </message>
</context>
<context>
    <name>Storage</name>
    <message>
        <source>A project as it was before a newer TuneDesk brought it up to date.</source>
        <translation>Ein Projekt, wie es war, bevor ein neueres TuneDesk es auf den neuen Stand brachte.</translation>
    </message>
    <message>
        <source>A training goes on from here after a crash. Once it is over, nobody needs them.</source>
        <translation>Von hier geht ein Training nach einem Absturz weiter. Ist es vorbei, braucht sie niemand mehr.</translation>
    </message>
    <message>
        <source>Backups of projects</source>
        <translation>Sicherungen von Projekten</translation>
    </message>
    <message>
        <source>Base models</source>
        <translation>Basismodelle</translation>
    </message>
    <message>
        <source>Base models that came in part</source>
        <translation>Teilweise geholte Basismodelle</translation>
    </message>
    <message>
        <source>Caches of trainings</source>
        <translation>Zwischenspeicher von Trainings</translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation>Zwischenstände</translation>
    </message>
    <message>
        <source>Copies made before updates</source>
        <translation>Kopien vor Aktualisierungen</translation>
    </message>
    <message>
        <source>Crash logs</source>
        <translation>Absturzprotokolle</translation>
    </message>
    <message>
        <source>Curves and stories of trainings</source>
        <translation>Kurven und Verläufe von Trainings</translation>
    </message>
    <message>
        <source>Delete them under Your models, where it is said what needs them.</source>
        <translation>Löschen Sie sie unter Ihre Modelle; dort steht, wofür sie gebraucht werden.</translation>
    </message>
    <message>
        <source>Each training has a copy of its own. To train once more, the rows are sent again.</source>
        <translation>Jedes Training hat seine eigene Kopie. Für ein weiteres Training werden die Zeilen noch einmal gesendet.</translation>
    </message>
    <message>
        <source>Files on their way</source>
        <translation>Dateien unterwegs</translation>
    </message>
    <message>
        <source>Files sent for training</source>
        <translation>Fürs Training gesendete Dateien</translation>
    </message>
    <message>
        <source>Imports under way</source>
        <translation>Laufende Importe</translation>
    </message>
    <message>
        <source>In the bin</source>
        <translation>Im Papierkorb</translation>
    </message>
    <message>
        <source>Logs of the engine</source>
        <translation>Protokolle der Engine</translation>
    </message>
    <message>
        <source>Look after them under File, Set up training on this computer.</source>
        <translation>Um sie geht es unter Datei, Training auf diesem Computer einrichten.</translation>
    </message>
    <message>
        <source>Look at them, bring one back or delete them under File, Backups.</source>
        <translation>Unter „Datei, Sicherungen“ können Sie sie ansehen, zurückholen oder löschen.</translation>
    </message>
    <message>
        <source>Packages for training on this computer</source>
        <translation>Pakete für das Training auf diesem Computer</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <source>Recovery points</source>
        <translation>Sicherungspunkte</translation>
    </message>
    <message>
        <source>Remove them under Get models, where it is said what needs them.</source>
        <translation>Entfernen Sie sie unter Modelle holen; dort steht, wofür sie gebraucht werden.</translation>
    </message>
    <message>
        <source>Results and notes on files</source>
        <translation>Ergebnisse und Notizen zu Dateien</translation>
    </message>
    <message>
        <source>Rows that trainings learned from</source>
        <translation>Zeilen, aus denen Trainings gelernt haben</translation>
    </message>
    <message>
        <source>Settings and notes</source>
        <translation>Einstellungen und Notizen</translation>
    </message>
    <message>
        <source>The engine&apos;s own files</source>
        <translation>Eigene Dateien der Engine</translation>
    </message>
    <message>
        <source>Tuned models</source>
        <translation>Trainierte Modelle</translation>
    </message>
    <message>
        <source>What a training reads is prepared once. Once it is over, nobody needs it.</source>
        <translation>Was ein Training liest, wird einmal vorbereitet. Ist es vorbei, braucht es niemand mehr.</translation>
    </message>
    <message>
        <source>What has come of a base model whose fetching was interrupted.</source>
        <translation>Was von einem Basismodell angekommen ist, bevor das Holen unterbrochen wurde.</translation>
    </message>
    <message>
        <source>What helps to find out why something went wrong.</source>
        <translation>Was herausfinden hilft, warum etwas nicht geklappt hat.</translation>
    </message>
    <message>
        <source>What helps to find out why the program ended. Emptied, it cannot be brought back.</source>
        <translation>Was herausfinden hilft, warum das Programm beendet wurde. Einmal geleert, lässt es sich nicht zurückholen.</translation>
    </message>
    <message>
        <source>What you deleted. It goes for good when TuneDesk closes.</source>
        <translation>Was Sie gelöscht haben. Endgültig weg ist es, wenn TuneDesk geschlossen wird.</translation>
    </message>
</context>
<context>
    <name>StorageGroup</name>
    <message>
        <source>Empty the bin now</source>
        <translation>Papierkorb leeren</translation>
    </message>
    <message>
        <source>Empty them</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Free {0}</source>
        <translation>{0} freigeben</translation>
    </message>
    <message>
        <source>and {0} more</source>
        <translation>und {0} weitere</translation>
    </message>
    <message>
        <source>Put it back</source>
        <translation>Zurücklegen</translation>
    </message>
    <message>
        <source>Put back {0}</source>
        <translation>{0} zurücklegen</translation>
    </message>
    <message>
        <source>{0}, counted elsewhere</source>
        <translation>{0}, anderswo gezählt</translation>
    </message>
</context>
<context>
    <name>StoragePage</name>
    <message>
        <source>Storage</source>
        <translation>Speicherplatz</translation>
    </message>
    <message>
        <source>What lies on this computer because of TuneDesk, and what can go.</source>
        <translation>Was wegen TuneDesk auf diesem Computer liegt und was davon wegkann.</translation>
    </message>
    <message>
        <source>Adding up what lies on the disk…</source>
        <translation>Es wird zusammengezählt, was auf dem Datenträger liegt…</translation>
    </message>
    <message>
        <source>What nobody needs any more</source>
        <translation>Was niemand mehr braucht</translation>
    </message>
    <message>
        <source>TuneDesk takes {0} on this computer; {1} are free.</source>
        <translation>TuneDesk belegt {0} auf diesem Computer; {1} sind frei.</translation>
    </message>
    <message>
        <source>Free {0} that nobody needs</source>
        <translation>{0} freigeben, die niemand braucht</translation>
    </message>
    <message>
        <source>{0} lie there under a second name and take no further room.</source>
        <translation>{0} liegen dort unter einem zweiten Namen und brauchen keinen weiteren Platz.</translation>
    </message>
    <message>
        <source>Files with holes take {0} less on the disk than their length.</source>
        <translation>Dateien mit Lücken belegen {0} weniger, als ihre Länge sagt.</translation>
    </message>
    <message>
        <source>The engine could not be asked, so its part stands there as one sum.</source>
        <translation>Die Engine war nicht zu erreichen, deshalb steht ihr Anteil dort als eine Summe.</translation>
    </message>
    <message>
        <source>A part of it ({0})</source>
        <translation>Ein Teil davon ({0})</translation>
    </message>
    <message>
        <source>{0} is back.</source>
        <translation>{0} ist wieder da.</translation>
    </message>
</context>
<context>
    <name>StoryModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>In the provider&apos;s words</source>
        <translation>In den Worten des Anbieters</translation>
    </message>
</context>
<context>
    <name>StoryView</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Show only lines with these words</source>
        <translation>Nur Einträge mit diesen Wörtern zeigen</translation>
    </message>
    <message>
        <source>Copy the chosen lines, or all that are shown</source>
        <translation>Die ausgewählten Einträge kopieren, sonst alle gezeigten</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>{0} lines</source>
        <translation>{0} Einträge</translation>
    </message>
    <message>
        <source>1 line</source>
        <translation>1 Zeile</translation>
    </message>
</context>
<context>
    <name>Succession</name>
    <message>
        <source>About {0} more rows like these would settle it.</source>
        <translation>Etwa {0} weitere Zeilen wie diese würden es entscheiden.</translation>
    </message>
    <message>
        <source>Blind votes: {0}. The successor is preferred in {1} of 100 (reckon with {2} to {3}).</source>
        <translation>Blindabstimmung: {0} Stimmen. Der Nachfolger wird in {1} von 100 Fällen bevorzugt (rechnen Sie mit {2} bis {3}).</translation>
    </message>
    <message>
        <source>Both models answered the same rows. The margin was chosen beforehand: the successor counts as good as the old model when the whole interval of the difference lies above minus {0} of 100, and as worse when it lies below that.</source>
        <translation>Beide Modelle haben dieselben Zeilen beantwortet. Der Spielraum wurde vorher gewählt: Der Nachfolger gilt als so gut wie das alte Modell, wenn das ganze Intervall des Unterschieds über minus {0} von 100 liegt, und als schlechter, wenn es darunter liegt.</translation>
    </message>
    <message>
        <source>Difference: {0} of 100 (successor minus old model). For other rows like these, reckon with {1} to {2}.</source>
        <translation>Unterschied: {0} von 100 (Nachfolger minus altes Modell). Rechnen Sie bei anderen Zeilen wie diesen mit {1} bis {2}.</translation>
    </message>
    <message>
        <source>Hardly any answer is the expected one letter by letter, so it was compared how near both come to it (chrF).</source>
        <translation>Kaum eine Antwort ist Buchstabe für Buchstabe die erwartete; darum wurde verglichen, wie nah beide ihr kommen (chrF).</translation>
    </message>
    <message>
        <source>How it was judged</source>
        <translation>Wie geurteilt wurde</translation>
    </message>
    <message>
        <source>Is the successor as good?</source>
        <translation>Ist der Nachfolger genauso gut?</translation>
    </message>
    <message>
        <source>It cannot be told yet whether {0} is as good as {1}.</source>
        <translation>Es lässt sich noch nicht sagen, ob {0} so gut ist wie {1}.</translation>
    </message>
    <message>
        <source>Its successor</source>
        <translation>Sein Nachfolger</translation>
    </message>
    <message>
        <source>No row was answered by both yet.</source>
        <translation>Noch keine Zeile wurde von beiden beantwortet.</translation>
    </message>
    <message>
        <source>Nobody has voted blindly between the two yet.</source>
        <translation>Zwischen den beiden hat noch niemand blind abgestimmt.</translation>
    </message>
    <message>
        <source>On {0}, the old model had {1} of 100 right and its successor {2}.</source>
        <translation>Bei {0} hatte das alte Modell {1} von 100 richtig und sein Nachfolger {2}.</translation>
    </message>
    <message>
        <source>On {0}, {1} of 100 for the old model and {2} for its successor.</source>
        <translation>Bei {0} {1} von 100 für das alte Modell und {2} für seinen Nachfolger.</translation>
    </message>
    <message>
        <source>Rows not answered by both: {0}.</source>
        <translation>Nicht von beiden beantwortete Zeilen: {0}.</translation>
    </message>
    <message>
        <source>Switched off on</source>
        <translation>Abgeschaltet am</translation>
    </message>
    <message>
        <source>The interval holds the true difference in about 95 of 100 such comparisons (Tango&apos;s interval for paired shares, or a paired bootstrap for likeness). Votes have an interval that holds however often one looks.</source>
        <translation>Das Intervall enthält den wahren Unterschied in etwa 95 von 100 solchen Vergleichen (Intervall nach Tango für gepaarte Anteile oder gepaarter Bootstrap für die Ähnlichkeit). Bei Stimmen gilt das Intervall, so oft man auch nachsieht.</translation>
    </message>
    <message>
        <source>The model to take over from</source>
        <translation>Das abzulösende Modell</translation>
    </message>
    <message>
        <source>The successor has learned from these very rows, so they tell little about new questions.</source>
        <translation>Der Nachfolger hat aus genau diesen Zeilen gelernt; über neue Fragen sagen sie deshalb wenig.</translation>
    </message>
    <message>
        <source>There are too few rows to tell whether {0} is as good as {1}.</source>
        <translation>Es sind zu wenige Zeilen, um zu sagen, ob {0} so gut ist wie {1}.</translation>
    </message>
    <message>
        <source>answers kept in this project: {0}</source>
        <translation>in diesem Projekt aufbewahrte Antworten: {0}</translation>
    </message>
    <message>
        <source>{0} % of their answers are the same, letter by letter.</source>
        <translation>{0} % ihrer Antworten sind gleich, Buchstabe für Buchstabe.</translation>
    </message>
    <message>
        <source>{0} falls behind {1}.</source>
        <translation>{0} bleibt hinter {1} zurück.</translation>
    </message>
    <message>
        <source>{0} is as good as {1}, within the margin of {2} of 100.</source>
        <translation>{0} ist so gut wie {1}, innerhalb des Spielraums von {2} von 100.</translation>
    </message>
    <message>
        <source>{0} is better than {1} on these rows.</source>
        <translation>{0} ist bei diesen Zeilen besser als {1}.</translation>
    </message>
</context>
<context>
    <name>SuccessionForm</name>
    <message>
        <source>Train the same data on this computer…</source>
        <translation>Dieselben Daten auf diesem Computer trainieren…</translation>
    </message>
    <message>
        <source>Ask the old model once more, as long as it answers</source>
        <translation>Das alte Modell noch einmal fragen, solange es antwortet</translation>
    </message>
    <message>
        <source>all of them</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>up to {0} of 100 fewer right</source>
        <translation>bis zu {0} von 100 weniger richtig</translation>
    </message>
    <message>
        <source>So much may it fall behind and still count as good. Choose it before you look.</source>
        <translation>So weit darf der Nachfolger zurückliegen und gilt noch als gut. Bitte wählen, bevor Sie nachsehen.</translation>
    </message>
    <message>
        <source>The model to take over from</source>
        <translation>Das abzulösende Modell</translation>
    </message>
    <message>
        <source>Its successor</source>
        <translation>Sein Nachfolger</translation>
    </message>
    <message>
        <source>At most so many rows</source>
        <translation>Höchstens so viele Zeilen</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Spielraum</translation>
    </message>
    <message>
        <source>The project has no rows with an expected answer to compare them on.</source>
        <translation>Das Projekt hat keine Zeilen mit erwarteter Antwort, an denen sich die beiden vergleichen ließen.</translation>
    </message>
    <message>
        <source>Both are asked the 1 row that was held back.</source>
        <translation>Beide werden die eine zurückgehaltene Zeile gefragt.</translation>
    </message>
    <message>
        <source>Both are asked {0} rows that were held back.</source>
        <translation>Beide werden zu {0} Zeilen gefragt, die zurückgehalten wurden.</translation>
    </message>
    <message>
        <source>Rows that were held back: {0}. The old model&apos;s answers to {1} of them are kept.</source>
        <translation>Zurückgehaltene Zeilen: {0}. Antworten des alten Modells, die davon aufbewahrt sind: {1}.</translation>
    </message>
    <message>
        <source>No rows were held back, so these are the ones that were learned from.</source>
        <translation>Es wurden keine Zeilen zurückgehalten; diese hier sind die, aus denen gelernt wurde.</translation>
    </message>
</context>
<context>
    <name>SuccessionPage</name>
    <message>
        <source>For a model that is switched off: train the same data, compare, and read whether it is as good.</source>
        <translation>Für ein Modell, das abgeschaltet wird: dieselben Daten trainieren, vergleichen und nachlesen, ob das neue ebenso gut ist.</translation>
    </message>
    <message>
        <source>Successor</source>
        <translation>Nachfolger</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>A comparison is kept in a project. Open the one whose data the old model has learned from.</source>
        <translation>Ein Vergleich wird in einem Projekt aufbewahrt. Öffnen Sie das Projekt, aus dessen Daten das alte Modell gelernt hat.</translation>
    </message>
    <message>
        <source>Go to Start</source>
        <translation>Zum Start</translation>
    </message>
    <message>
        <source>Looking which models are going to be switched off…</source>
        <translation>Es wird nachgesehen, welche Modelle abgeschaltet werden…</translation>
    </message>
    <message>
        <source>Saved as {0}.</source>
        <translation>Gespeichert als {0}.</translation>
    </message>
    <message>
        <source>Page for the browser (*.html)</source>
        <translation>Seite für den Browser (*.html)</translation>
    </message>
    <message>
        <source>Save the verdict</source>
        <translation>Urteil speichern</translation>
    </message>
    <message>
        <source>No model of this project is going to be switched off, and no answers of one that is gone are kept.</source>
        <translation>Kein Modell dieses Projekts wird abgeschaltet, und von keinem, das es nicht mehr gibt, sind Antworten aufbewahrt.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Compare once more</source>
        <translation>Noch einmal vergleichen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
</context>
<context>
    <name>SuccessionResult</name>
    <message>
        <source>Vote blindly…</source>
        <translation>Blind abstimmen…</translation>
    </message>
    <message>
        <source>Choose between the two answers to a question without knowing whose they are</source>
        <translation>Zwischen den zwei Antworten auf eine Frage wählen, ohne zu wissen, von wem sie sind</translation>
    </message>
    <message>
        <source>See every row</source>
        <translation>Alle Zeilen zeigen</translation>
    </message>
    <message>
        <source>Save as a page…</source>
        <translation>Als Seite speichern…</translation>
    </message>
</context>
<context>
    <name>SuccessionRun</name>
    <message>
        <source>Answered: {0} of {1}.</source>
        <translation>Beantwortet: {0} von {1}.</translation>
    </message>
</context>
<context>
    <name>Sums</name>
    <message>
        <source>All columns answer alike, as far as they have answered.</source>
        <translation>Alle Spalten antworten gleich, soweit sie geantwortet haben.</translation>
    </message>
    <message>
        <source>{0} and {1} seconds each</source>
        <translation>je {0} und {1} Sekunden</translation>
    </message>
    <message>
        <source>{0} of {1} as expected</source>
        <translation>{0} von {1} wie erwartet</translation>
    </message>
    <message>
        <source>{0}; {1}</source>
        <translation>{0}; {1}</translation>
    </message>
    <message>
        <source>{0}; {1} in all</source>
        <translation>{0}; zusammen {1}</translation>
    </message>
</context>
<context>
    <name>SystemPrompt</name>
    <message>
        <source>The same for all rows</source>
        <translation>Für alle Zeilen gleich</translation>
    </message>
    <message>
        <source>From a column</source>
        <translation>Aus einer Spalte</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Systemprompt</translation>
    </message>
    <message>
        <source>For example: You answer in one short paragraph.</source>
        <translation>Zum Beispiel: Du antwortest in einem kurzen Absatz.</translation>
    </message>
    <message>
        <source>Column with the system prompt</source>
        <translation>Spalte mit dem Systemprompt</translation>
    </message>
    <message>
        <source>What the model is told before every question (system prompt)</source>
        <translation>Was dem Modell vor jeder Frage gesagt wird (Systemprompt)</translation>
    </message>
    <message>
        <source>As it is in the file</source>
        <translation>Wie in der Datei</translation>
    </message>
    <message>
        <source>As it is in the table</source>
        <translation>Wie er in der Tabelle steht</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>It stands in front of every row and sets the tone. A model that learned with one answers best when it is asked with the same one.</source>
        <translation>Er steht vor jeder Zeile und gibt den Ton vor. Ein Modell, das mit ihm gelernt hat, antwortet am besten, wenn es auch mit ihm gefragt wird.</translation>
    </message>
    <message>
        <source>Each row brings its own. The model learns to follow it; ask the model later with one of the same kind.</source>
        <translation>Jede Zeile bringt ihren eigenen mit. Das Modell lernt, sich danach zu richten; fragen Sie es später mit einem von derselben Art.</translation>
    </message>
    <message>
        <source>Every example keeps the system prompt it has, or has none.</source>
        <translation>Jedes Beispiel behält seinen Systemprompt oder hat eben keinen.</translation>
    </message>
    <message>
        <source>The model learns to answer your way without being told to. Ask it later without one, too.</source>
        <translation>Das Modell lernt, auf Ihre Art zu antworten, ohne dass man es ihm sagt. Fragen Sie es auch später ohne.</translation>
    </message>
</context>
<context>
    <name>Table</name>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
</context>
<context>
    <name>Talk</name>
    <message>
        <source>A model here goes on with a text and knows no conversations: it gets each message alone.</source>
        <translation>Ein Modell auf diesem Computer setzt einen Text fort und kennt keine Gespräche: Es bekommt jede Nachricht allein.</translation>
    </message>
    <message>
        <source>A model here goes on with a text: what was said before is put there as pairs, as in your data.</source>
        <translation>Ein Modell auf diesem Computer setzt einen Text fort: Was vorher gesagt wurde, steht darin als Paare, wie in Ihren Daten.</translation>
    </message>
    <message>
        <source>Asked with the system message of your data: {0}</source>
        <translation>Gefragt mit der Systemnachricht Ihrer Daten: {0}</translation>
    </message>
    <message>
        <source>This message leaves your computer, and seems to hold: {0}.</source>
        <translation>Diese Nachricht verlässt Ihren Computer und enthält anscheinend: {0}.</translation>
    </message>
    <message>
        <source>What you send goes to {0}, together with what was said in this conversation before.</source>
        <translation>Was Sie senden, geht an {0}, zusammen mit dem, was in diesem Gespräch schon gesagt wurde.</translation>
    </message>
    <message>
        <source>With this message the conversation has about {0} tokens, and the answer may have {1}. {2} reads {3} at most at once (its context window): it may refuse, or forget how all began.</source>
        <translation>Mit dieser Nachricht hat das Gespräch etwa {0} Token, und die Antwort darf {1} haben. {2} liest höchstens {3} auf einmal (sein Kontextfenster): Vielleicht nimmt es sie nicht an oder vergisst, wie alles anfing.</translation>
    </message>
    <message>
        <source>a bank account number</source>
        <translation>eine Kontonummer</translation>
    </message>
    <message>
        <source>a card number</source>
        <translation>eine Kartennummer</translation>
    </message>
    <message>
        <source>a secret key</source>
        <translation>einen geheimen Schlüssel</translation>
    </message>
    <message>
        <source>a telephone number</source>
        <translation>eine Telefonnummer</translation>
    </message>
    <message>
        <source>an e-mail address</source>
        <translation>eine E-Mail-Adresse</translation>
    </message>
</context>
<context>
    <name>TalkActs</name>
    <message>
        <source>Conversation with {0}, from the playground</source>
        <translation>Gespräch mit {0}, aus dem Playground</translation>
    </message>
</context>
<context>
    <name>TalkBoard</name>
    <message>
        <source>New conversation</source>
        <translation>Neues Gespräch</translation>
    </message>
    <message>
        <source>Earlier…</source>
        <translation>Früher…</translation>
    </message>
    <message>
        <source>Ask them now</source>
        <translation>Jetzt fragen</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>What you say</source>
        <translation>Was Sie sagen</translation>
    </message>
    <message>
        <source>Say something. {0} sends it.</source>
        <translation>Sagen Sie etwas. {0} sendet es ab.</translation>
    </message>
    <message>
        <source>Who is asked</source>
        <translation>Wer gefragt wird</translation>
    </message>
    <message>
        <source>Earlier conversations: find, go on, rename, remove</source>
        <translation>Frühere Gespräche: finden, fortsetzen, umbenennen, entfernen</translation>
    </message>
    <message>
        <source>Nothing has been said yet. Each model hears what you say and what it answered itself, no other.</source>
        <translation>Noch wurde nichts gesagt. Jedes Modell hört, was Sie sagen und was es selbst geantwortet hat, nichts von den anderen.</translation>
    </message>
    <message>
        <source>to all models</source>
        <translation>an alle Modelle</translation>
    </message>
    <message>
        <source>to {0} alone</source>
        <translation>nur an {0}</translation>
    </message>
    <message>
        <source>A new conversation</source>
        <translation>Ein neues Gespräch</translation>
    </message>
</context>
<context>
    <name>TalkPage</name>
    <message>
        <source>Conversation</source>
        <translation>Gespräch</translation>
    </message>
    <message>
        <source>Talk with a model over several turns, or with three at once.</source>
        <translation>Über mehrere Runden mit einem Modell sprechen, oder mit dreien zugleich.</translation>
    </message>
</context>
<context>
    <name>TargetPicker</name>
    <message>
        <source>The model that is to learn</source>
        <translation>Das Modell, das lernen soll</translation>
    </message>
    <message>
        <source>What the data is for</source>
        <translation>Wofür die Daten sind</translation>
    </message>
    <message>
        <source>{0}, ends {1}</source>
        <translation>{0}, endet am {1}</translation>
    </message>
    <message>
        <source>{0}, last start {1}</source>
        <translation>{0}, letzter Start am {1}</translation>
    </message>
    <message>
        <source>It is trained here: free of charge, and nothing leaves this computer.</source>
        <translation>Es wird hier trainiert: kostenlos, und nichts verlässt diesen Computer.</translation>
    </message>
    <message>
        <source>Training costs ${0} for a million tokens (read on {1}).</source>
        <translation>Das Training kostet {0} $ je Million Token (abgelesen am {1}).</translation>
    </message>
    <message>
        <source>A row may have {0} tokens (pieces of words); what is longer is cut.</source>
        <translation>Eine Zeile darf {0} Token (Wortstücke) haben; was länger ist, wird abgeschnitten.</translation>
    </message>
    <message>
        <source>This model does not learn from rows of the shape chosen below.</source>
        <translation>Dieses Modell lernt nicht aus Zeilen der Form, die unten gewählt ist.</translation>
    </message>
    <message>
        <source>It has taken no new training since {0}.</source>
        <translation>Neue Trainings nimmt es seit dem {0} nicht mehr an.</translation>
    </message>
    <message>
        <source>A training can begin until {0}.</source>
        <translation>Ein Training kann bis zum {0} beginnen.</translation>
    </message>
    <message>
        <source>It was switched off on {0}.</source>
        <translation>Es wurde am {0} abgeschaltet.</translation>
    </message>
    <message>
        <source>It will be switched off on {0}, with everything that was tuned from it.</source>
        <translation>Es wird am {0} abgeschaltet, mit allem, was daraus trainiert wurde.</translation>
    </message>
</context>
<context>
    <name>Telling</name>
    <message>
        <source>1 row is in the table.</source>
        <translation>1 Zeile steht in der Tabelle.</translation>
    </message>
    <message>
        <source>{0} rows are in the table.</source>
        <translation>{0} Zeilen stehen in der Tabelle.</translation>
    </message>
    <message>
        <source>It is one step, which can be undone.</source>
        <translation>Es ist ein einziger Schritt, der sich rückgängig machen lässt.</translation>
    </message>
    <message>
        <source>Stopped: it has cost {1}, as much as you allowed. 1 answer is missing.</source>
        <translation>Angehalten: Es hat {1} gekostet, so viel, wie Sie erlaubt haben. 1 Antwort fehlt.</translation>
    </message>
    <message>
        <source>Stopped: it has cost {1}, as much as you allowed. {0} answers are missing.</source>
        <translation>Angehalten: Es hat {1} gekostet, so viel, wie Sie erlaubt haben. {0} Antworten fehlen.</translation>
    </message>
    <message>
        <source>What was answered is kept.</source>
        <translation>Was beantwortet wurde, bleibt erhalten.</translation>
    </message>
    <message>
        <source>{0} It is asked again in a moment.</source>
        <translation>{0} Gleich wird noch einmal gefragt.</translation>
    </message>
    <message>
        <source>It still takes {0}.</source>
        <translation>Es dauert noch {0}.</translation>
    </message>
    <message>
        <source>It has cost {0}.</source>
        <translation>Es hat {0} gekostet.</translation>
    </message>
    <message>
        <source>1 is left out: it was cut off or refused, it is empty, or you unmarked it.</source>
        <translation>1 bleibt draußen: Sie ist abgeschnitten, verweigert oder leer, oder Sie haben das Häkchen entfernt.</translation>
    </message>
    <message>
        <source>{0} are left out: cut off, refused or empty ones, and those you unmarked.</source>
        <translation>{0} bleiben draußen: abgeschnittene, verweigerte oder leere und alle, bei denen Sie das Häkchen entfernt haben.</translation>
    </message>
</context>
<context>
    <name>Testing</name>
    <message>
        <source>(another answer)</source>
        <translation>(eine andere Antwort)</translation>
    </message>
    <message>
        <source>{0} % ({1} to {2})</source>
        <translation>{0} % ({1} bis {2})</translation>
    </message>
    <message>
        <source>{0} ({1} to {2})</source>
        <translation>{0} ({1} bis {2})</translation>
    </message>
    <message>
        <source>{0} has not answered yet.</source>
        <translation>{0} hat noch nicht geantwortet.</translation>
    </message>
    <message>
        <source>{0} is better than {1}.</source>
        <translation>{0} ist besser als {1}.</translation>
    </message>
    <message>
        <source>{0} is worse than {1}.</source>
        <translation>{0} ist schlechter als {1}.</translation>
    </message>
    <message>
        <source>Which is better cannot be told from this test: {0} or {1}.</source>
        <translation>Aus diesem Test lässt sich nicht sagen, wer besser ist: {0} oder {1}.</translation>
    </message>
    <message>
        <source>Newly right rows: {0}, newly wrong: {1}.</source>
        <translation>Neu richtige Zeilen: {0}, neu falsche: {1}.</translation>
    </message>
    <message>
        <source>by {0} points of 100 ({1} to {2})</source>
        <translation>um {0} Punkte von 100 ({1} bis {2})</translation>
    </message>
    <message>
        <source>In letters, {0} comes nearer to the expected answers than {1}, {2}.</source>
        <translation>Nach Buchstaben kommt {0} den erwarteten Antworten näher als {1}, {2}.</translation>
    </message>
    <message>
        <source>In meaning, {0} comes nearer to the expected answers than {1}.</source>
        <translation>Nach der Bedeutung kommt {0} den erwarteten Antworten näher als {1}.</translation>
    </message>
    <message>
        <source>The questions of these rows are sent to {0}.</source>
        <translation>Die Fragen dieser Zeilen werden an {0} gesendet.</translation>
    </message>
    <message>
        <source>These rows with their answers are sent to {0}.</source>
        <translation>Diese Zeilen werden mit ihren Antworten an {0} gesendet.</translation>
    </message>
    <message>
        <source>{0} has {1} of {2} right. For other rows like these, reckon with {3} to {4} of 100.</source>
        <translation>{0} hat {1} von {2} richtig. Bei anderen Zeilen dieser Art ist mit {3} bis {4} von 100 zu rechnen.</translation>
    </message>
    <message>
        <source>With {0} only large differences show. 100 rows or more tell much more.</source>
        <translation>Mit {0} zeigen sich nur große Unterschiede. 100 Zeilen oder mehr sagen viel mehr aus.</translation>
    </message>
    <message>
        <source>{0}, {1}, about {2} tokens.</source>
        <translation>{0}, {1}, etwa {2} Token.</translation>
    </message>
    <message>
        <source>{0}, about {1} tokens.</source>
        <translation>{0}, etwa {1} Token.</translation>
    </message>
    <message>
        <source>The answers and the expected ones are sent to {0}.</source>
        <translation>Die Antworten und die erwarteten Antworten werden an {0} gesendet.</translation>
    </message>
    <message>
        <source>It takes {0}.</source>
        <translation>Das dauert {0}.</translation>
    </message>
    <message>
        <source>Nothing is asked: the answers are there already.</source>
        <translation>Es wird nichts gefragt: Die Antworten sind schon da.</translation>
    </message>
    <message>
        <source>Everything stays on this computer.</source>
        <translation>Alles bleibt auf diesem Computer.</translation>
    </message>
    <message>
        <source>What that costs is not known here: look at your provider&apos;s prices.</source>
        <translation>Was das kostet, ist hier nicht bekannt: Sehen Sie in die Preisliste Ihres Anbieters.</translation>
    </message>
    <message>
        <source>It costs about ${0}.</source>
        <translation>Das kostet etwa {0} $.</translation>
    </message>
    <message>
        <source>Chance alone does that in fewer than 1 of 1,000 tests.</source>
        <translation>Durch Zufall allein kommt das in weniger als 1 von 1.000 Tests vor.</translation>
    </message>
    <message>
        <source>Chance alone does that in about {0} of {1} tests.</source>
        <translation>Durch Zufall allein kommt das in etwa {0} von {1} Tests vor.</translation>
    </message>
    <message>
        <source>Both in one figure, from 0 to 1.</source>
        <translation>Beides in einer Zahl, von 0 bis 1.</translation>
    </message>
    <message>
        <source>Exactly the same</source>
        <translation>Genau gleich</translation>
    </message>
    <message>
        <source>Figures rest on these rows.</source>
        <translation>Die Werte beruhen auf diesen Zeilen.</translation>
    </message>
    <message>
        <source>Finding “{0}” (AUPRC)</source>
        <translation>„{0}“ finden (AUPRC)</translation>
    </message>
    <message>
        <source>How many of those that look most like “{0}” are it: 1 all; by chance as many as there are of it.</source>
        <translation>Wie viele von denen, die am meisten nach „{0}“ aussehen, es auch sind: 1 alle; bei Zufall so viele, wie es davon gibt.</translation>
    </message>
    <message>
        <source>How many runs of letters are the same (chrF), from 0 to 1.</source>
        <translation>Wie viele Buchstabenfolgen gleich sind (chrF), von 0 bis 1.</translation>
    </message>
    <message>
        <source>How many words are the same in the same order (ROUGE-L), from 0 to 1.</source>
        <translation>Wie viele Wörter in derselben Reihenfolge gleich sind (ROUGE-L), von 0 bis 1.</translation>
    </message>
    <message>
        <source>How near answers come in meaning, by their vectors (cosine): 1 the same, about 0 unrelated.</source>
        <translation>Wie nah Antworten in der Bedeutung kommen, nach ihren Vektoren (Kosinus): 1 gleich, etwa 0 ohne Zusammenhang.</translation>
    </message>
    <message>
        <source>How often the label was the expected one (accuracy).</source>
        <translation>Wie oft die Klasse die erwartete war (Accuracy).</translation>
    </message>
    <message>
        <source>How well the likelihoods tell “{0}” from the other label: 1 always, 0.5 by chance.</source>
        <translation>Wie gut die Wahrscheinlichkeiten „{0}“ von der anderen Klasse unterscheiden: 1 immer, 0,5 Zufall.</translation>
    </message>
    <message>
        <source>Letter for letter the same.</source>
        <translation>Buchstabe für Buchstabe gleich.</translation>
    </message>
    <message>
        <source>Letters in common</source>
        <translation>Gemeinsame Buchstaben</translation>
    </message>
    <message>
        <source>Meaning in common</source>
        <translation>Gemeinsame Bedeutung</translation>
    </message>
    <message>
        <source>Of the answers that give this label, how many are right.</source>
        <translation>Wie viele der Antworten, die diese Klasse nennen, richtig sind.</translation>
    </message>
    <message>
        <source>Of the rows that expect this label, how many got it.</source>
        <translation>Wie viele der Zeilen, die diese Klasse erwarten, sie bekommen haben.</translation>
    </message>
    <message>
        <source>Precision and recall of all labels in one figure (weighted F-score), from 0 to 1.</source>
        <translation>Precision und Recall aller Klassen in einer Zahl (gewichteter F-Wert), von 0 bis 1.</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Richtig</translation>
    </message>
    <message>
        <source>Rows answered</source>
        <translation>Beantwortete Zeilen</translation>
    </message>
    <message>
        <source>Telling “{0}” apart (AUROC)</source>
        <translation>„{0}“ unterscheiden (AUROC)</translation>
    </message>
    <message>
        <source>The same but for case, white space and full stops.</source>
        <translation>Gleich bis auf Groß- und Kleinschreibung, Leerraum und Punkte.</translation>
    </message>
    <message>
        <source>Weighted F{0}</source>
        <translation>Gewichtetes F{0}</translation>
    </message>
    <message>
        <source>Words in common</source>
        <translation>Gemeinsame Wörter</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>{0}: both (F{1})</source>
        <translation>{0}: beides (F{1})</translation>
    </message>
    <message>
        <source>{0}: found (recall)</source>
        <translation>{0}: gefunden (Recall)</translation>
    </message>
    <message>
        <source>{0}: sure (precision)</source>
        <translation>{0}: sicher (Precision)</translation>
    </message>
</context>
<context>
    <name>TestingPage</name>
    <message>
        <source>Models answer rows they have not learned from, and you see whether a difference is real.</source>
        <translation>Modelle beantworten Zeilen, aus denen sie nicht gelernt haben, und Sie sehen, ob ein Unterschied echt ist.</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>A test keeps what it asks in a project. Open one, or make one from your data.</source>
        <translation>Ein Test bewahrt in einem Projekt auf, was er fragt. Öffnen Sie ein Projekt, oder machen Sie eines aus Ihren Daten.</translation>
    </message>
    <message>
        <source>Go to Start</source>
        <translation>Zum Start</translation>
    </message>
    <message>
        <source>A test needs rows. Bring in your data first; about one row in ten is kept for tests.</source>
        <translation>Ein Test braucht Zeilen. Holen Sie zuerst Ihre Daten herein; etwa jede zehnte Zeile wird für Tests aufgehoben.</translation>
    </message>
    <message>
        <source>Go to Data</source>
        <translation>Zu den Daten</translation>
    </message>
    <message>
        <source>Looking which rows there are.</source>
        <translation>Es wird nachgesehen, welche Zeilen da sind.</translation>
    </message>
    <message>
        <source>Start the test</source>
        <translation>Test starten</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>New test</source>
        <translation>Neuer Test</translation>
    </message>
</context>
<context>
    <name>ThreadHead</name>
    <message>
        <source>Settings of this model…</source>
        <translation>Einstellungen dieses Modells…</translation>
    </message>
    <message>
        <source>Talk without this model</source>
        <translation>Ohne dieses Modell sprechen</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Model {0}</source>
        <translation>Modell {0}</translation>
    </message>
    <message>
        <source>More for this model</source>
        <translation>Mehr zu diesem Modell</translation>
    </message>
</context>
<context>
    <name>TokenTable</name>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Likelihood</source>
        <translation>Wahrscheinl.</translation>
    </message>
    <message>
        <source>Others that might have come</source>
        <translation>Andere, die möglich waren</translation>
    </message>
</context>
<context>
    <name>TokensDialog</name>
    <message>
        <source>Likelihoods</source>
        <translation>Wahrscheinlichkeiten</translation>
    </message>
    <message>
        <source>Tokens of the answer</source>
        <translation>Token der Antwort</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>TrainingPage</name>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>The model goes over your rows until its answers resemble yours.</source>
        <translation>Das Modell geht Ihre Zeilen durch, bis seine Antworten den Ihren ähneln.</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Training starten</translation>
    </message>
    <message>
        <source>Open a project first: a model learns from its rows, and the curve stands here.</source>
        <translation>Öffnen Sie zuerst ein Projekt: Ein Modell lernt aus seinen Zeilen, und die Kurve steht dann hier.</translation>
    </message>
    <message>
        <source>This project has no training rows yet. Bring some in, and a model can learn from them.</source>
        <translation>Dieses Projekt hat noch keine Trainingszeilen. Holen Sie welche herein, dann kann ein Modell daraus lernen.</translation>
    </message>
    <message>
        <source>Go to the data</source>
        <translation>Zu den Daten</translation>
    </message>
    <message>
        <source>Compare with the base model</source>
        <translation>Mit dem Basismodell vergleichen</translation>
    </message>
</context>
<context>
    <name>TrainingWords</name>
    <message>
        <source>Checking the rows</source>
        <translation>Zeilen werden geprüft</translation>
    </message>
    <message>
        <source>Waiting for its turn</source>
        <translation>Wartet auf seine Reihe</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Stopped by a problem</source>
        <translation>Von einem Problem angehalten</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>In a state TuneDesk does not know</source>
        <translation>In einem Zustand, den TuneDesk nicht kennt</translation>
    </message>
    <message>
        <source>From a results file</source>
        <translation>Aus einer Ergebnisdatei</translation>
    </message>
    <message>
        <source>Waiting, number {0} in the queue</source>
        <translation>Wartet, Nummer {0} in der Schlange</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
    <message>
        <source>Training: step {0} of {1}</source>
        <translation>Training: Schritt {0} von {1}</translation>
    </message>
    <message>
        <source>The training is finished.</source>
        <translation>Das Training ist fertig.</translation>
    </message>
    <message>
        <source>The training is finished. Compare the answers in Playground.</source>
        <translation>Das Training ist fertig. Vergleichen Sie die Antworten im Playground.</translation>
    </message>
    <message>
        <source>The training was stopped by a problem. Training says which.</source>
        <translation>Ein Problem hat das Training angehalten. Welches, steht unter Training.</translation>
    </message>
    <message>
        <source>This curve was read from a file. More is not known of its training.</source>
        <translation>Diese Kurve wurde aus einer Datei gelesen. Mehr ist über ihr Training nicht bekannt.</translation>
    </message>
    <message>
        <source>No reason was given.</source>
        <translation>Es wurde kein Grund genannt.</translation>
    </message>
    <message>
        <source>{0}
It can go on: mend what the sentence names, then choose “Go on from the last checkpoint”. What was learned up to there is kept. The steps after it are lost and are trained once more; where no checkpoint was made yet, it begins anew.</source>
        <translation>{0}
Es kann weitergehen: Beheben Sie, was der Satz nennt, und wählen Sie dann „Vom letzten Zwischenstand weitermachen“. Was bis dahin gelernt wurde, bleibt erhalten. Die Schritte danach sind verloren und werden noch einmal trainiert; gab es noch keinen Zwischenstand, beginnt das Training von vorn.</translation>
    </message>
    <message>
        <source>{0}
Your rows and everything measured are kept. Change what the sentence names, then start a new training.</source>
        <translation>{0}
Ihre Zeilen und alles Gemessene bleiben erhalten. Ändern Sie, was der Satz nennt, und starten Sie dann ein neues Training.</translation>
    </message>
    <message>
        <source>This training ran at a provider that is not among your connections any more. Its story and its curve are kept here.</source>
        <translation>Dieses Training lief bei einem Anbieter, der nicht mehr unter Ihren Verbindungen ist. Sein Verlauf und seine Kurve sind hier aufbewahrt.</translation>
    </message>
    <message>
        <source>The engine reads the rows before it begins.</source>
        <translation>Die Engine liest die Zeilen, bevor sie beginnt.</translation>
    </message>
    <message>
        <source>It begins by itself as soon as the engine is free.</source>
        <translation>Es beginnt von selbst, sobald die Engine frei ist.</translation>
    </message>
    <message>
        <source>You may close the window: the training goes on, and its curve will be here again.</source>
        <translation>Sie können das Fenster schließen: Das Training läuft weiter, und seine Kurve wird wieder hier sein.</translation>
    </message>
    <message>
        <source>Everything learned so far is kept. Resume goes on from here.</source>
        <translation>Alles bisher Gelernte bleibt erhalten. „Fortsetzen“ macht hier weiter.</translation>
    </message>
    <message>
        <source>The tuned model is ready. Compare its answers with those of the base model.</source>
        <translation>Das trainierte Modell ist bereit. Vergleichen Sie seine Antworten mit denen des Basismodells.</translation>
    </message>
    <message>
        <source>It will not go on. The curve and the checkpoints made so far stay.</source>
        <translation>Es geht nicht weiter. Die Kurve und die bisherigen Zwischenstände bleiben.</translation>
    </message>
    <message>
        <source>{0} reads the rows before it begins.</source>
        <translation>{0} liest die Zeilen vor dem Beginn.</translation>
    </message>
    <message>
        <source>It begins by itself as soon as {0} has room for it.</source>
        <translation>Es beginnt von selbst, sobald {0} Platz dafür hat.</translation>
    </message>
    <message>
        <source>It trains at {0}. You may close TuneDesk and switch this computer off; the curve will be here again.</source>
        <translation>Trainiert wird bei {0}. Sie können TuneDesk schließen und diesen Computer ausschalten; die Kurve wird wieder hier sein.</translation>
    </message>
    <message>
        <source>{0} keeps what was learned so far. Resume goes on from here.</source>
        <translation>{0} bewahrt das bisher Gelernte auf. „Fortsetzen“ macht hier weiter.</translation>
    </message>
    <message>
        <source>The tuned model is ready at {0}.</source>
        <translation>Das trainierte Modell ist bei {0} bereit.</translation>
    </message>
    <message>
        <source>It will not go on. What was measured is kept here; {0} may keep its checkpoints.</source>
        <translation>Es geht nicht weiter. Was gemessen wurde, ist hier aufbewahrt; die Zwischenstände liegen vielleicht noch bei {0}.</translation>
    </message>
</context>
<context>
    <name>Trial</name>
    <message>
        <source>Test the connection</source>
        <translation>Verbindung testen</translation>
    </message>
    <message>
        <source>Stop the test</source>
        <translation>Test anhalten</translation>
    </message>
    <message>
        <source>List of models</source>
        <translation>Liste der Modelle</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Prompt and completion</source>
        <translation>Prompt und Completion</translation>
    </message>
    <message>
        <source>Training (fine-tuning)</source>
        <translation>Training (Feinabstimmung)</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
</context>
<context>
    <name>TurnList</name>
    <message>
        <source>Show what was said before</source>
        <translation>Zeigen, was vorher gesagt wurde</translation>
    </message>
</context>
<context>
    <name>UndoBanner</name>
    <message>
        <source>Put it back</source>
        <translation>Zurücklegen</translation>
    </message>
    <message>
        <source>{0} is in the bin. It can be put back until TuneDesk closes.</source>
        <translation>Im Papierkorb: {0}. Das lässt sich zurücklegen, bis TuneDesk geschlossen wird.</translation>
    </message>
    <message>
        <source>{0} is deleted.</source>
        <translation>Gelöscht: {0}.</translation>
    </message>
</context>
<context>
    <name>Unfinished</name>
    <message>
        <source>a place that was removed since</source>
        <translation>einem Ort, der seitdem entfernt wurde</translation>
    </message>
    <message>
        <source>A training of {0} at {1} was about to begin {2}. Nothing that was sent already is sent again.</source>
        <translation>Ein Training von {0} bei {1} sollte {2} beginnen. Was schon gesendet ist, wird nicht noch einmal gesendet.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>Vergessen</translation>
    </message>
</context>
<context>
    <name>UnpackDialog</name>
    <message>
        <source>Open a pack</source>
        <translation>Paket öffnen</translation>
    </message>
    <message>
        <source>Looking into {0}…</source>
        <translation>Blick in {0}…</translation>
    </message>
    <message>
        <source>How far the unpacking is</source>
        <translation>Wie weit das Auspacken ist</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Unpack it here</source>
        <translation>Hier auspacken</translation>
    </message>
    <message>
        <source>The project “{0}”, packed {1}, with one model. It takes {3} and goes to {4}.</source>
        <translation>Das Projekt „{0}“, gepackt {1}, mit einem Modell. Es belegt {3} und kommt nach {4}.</translation>
    </message>
    <message>
        <source>The project “{0}”, packed {1}, with {2} models. It takes {3} and goes to {4}.</source>
        <translation>Das Projekt „{0}“, gepackt {1}, mit {2} Modellen. Es braucht {3} und kommt nach {4}.</translation>
    </message>
    <message>
        <source>Its models answer once their base model is here: {0}.</source>
        <translation>Seine Modelle antworten, sobald ihr Basismodell hier ist: {0}.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>The project is unpacked as {0}.</source>
        <translation>Das Projekt ist ausgepackt als {0}.</translation>
    </message>
    <message>
        <source>Its models answer once this base model is here: {0}. Fetch it under Models, Get models.</source>
        <translation>Seine Modelle antworten, sobald dieses Basismodell hier ist: {0}. Holen Sie es unter Modelle, Modelle holen.</translation>
    </message>
    <message>
        <source>The base model {0} here is another one than its models were made from; they may answer otherwise.</source>
        <translation>Das Basismodell {0} hier ist ein anderes als das, aus dem die Modelle gemacht wurden; sie antworten vielleicht anders.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Open the project</source>
        <translation>Projekt öffnen</translation>
    </message>
</context>
<context>
    <name>Unsaved</name>
    <message>
        <source>Save again</source>
        <translation>Neu speichern</translation>
    </message>
</context>
<context>
    <name>UnsavedTexts</name>
    <message>
        <source>Not saved</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <source>What was typed and is not saved</source>
        <translation>Was getippt und nicht gespeichert ist</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>Text kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The project is closed, and this text is not in it. Copy it and paste it somewhere safe.</source>
        <translation>Das Projekt ist geschlossen, und dieser Text ist nicht darin. Kopieren Sie ihn, und fügen Sie ihn an einem sicheren Ort ein.</translation>
    </message>
</context>
<context>
    <name>ValueCard</name>
    <message>
        <source>measured</source>
        <translation>gemessen</translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation>geglättet</translation>
    </message>
    <message>
        <source> (smoothed {0})</source>
        <translation> (geglättet {0})</translation>
    </message>
</context>
<context>
    <name>ValueList</name>
    <message>
        <source>one value a line</source>
        <translation>ein Wert je Zeile</translation>
    </message>
    <message>
        <source>From a column</source>
        <translation>Aus einer Spalte</translation>
    </message>
    <message>
        <source>Values of {0} from a column</source>
        <translation>Werte von {0} aus einer Spalte</translation>
    </message>
    <message>
        <source>1 value</source>
        <translation>1 Wert</translation>
    </message>
    <message>
        <source>{0} values</source>
        <translation>{0} Werte</translation>
    </message>
</context>
<context>
    <name>VarietyView</name>
    <message>
        <source>Length in words</source>
        <translation>Länge in Wörtern</translation>
    </message>
    <message>
        <source>How much the answers differ</source>
        <translation>Wie verschieden die Antworten sind</translation>
    </message>
    <message>
        <source>1 answer; its length in words: {1}.</source>
        <translation>1 Antwort; ihre Länge in Wörtern: {1}.</translation>
    </message>
    <message>
        <source>{0} answers, {1} to {2} words long, half of them shorter than {3}.</source>
        <translation>{0} Antworten, {1} bis {2} Wörter lang, die Hälfte davon kürzer als {3}.</translation>
    </message>
    <message>
        <source>Copies of one before: {0}. Nearly the same as one before: {1}.</source>
        <translation>Kopien einer früheren: {0}. Fast gleich wie eine frühere: {1}.</translation>
    </message>
    <message>
        <source>{0} % begin with {1} words of their own.</source>
        <translation>{0} % beginnen mit {1} eigenen Wörtern.</translation>
    </message>
    <message>
        <source>“{0}…” begins {1} of them.</source>
        <translation>Mit „{0}…“ beginnen {1} davon.</translation>
    </message>
</context>
<context>
    <name>VersionBar</name>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
</context>
<context>
    <name>VersionNews</name>
    <message>
        <source>There is a newer TuneDesk: {0}. More under Help, Look for a newer TuneDesk.</source>
        <translation>Es gibt ein neueres TuneDesk: {0}. Mehr unter Hilfe, Nach einem neueren TuneDesk suchen.</translation>
    </message>
</context>
<context>
    <name>Voting</name>
    <message>
        <source>If they go on like this, about one more vote settles it.</source>
        <translation>Wenn es so weitergeht, entscheidet etwa eine weitere Stimme.</translation>
    </message>
    <message>
        <source>If they go on like this, about {0} more votes settle it.</source>
        <translation>Wenn es so weitergeht, entscheiden es etwa {0} weitere Stimmen.</translation>
    </message>
    <message>
        <source>It cannot be told yet which is better: {0} gets {1} of the votes, a tie counting half for each.</source>
        <translation>Welches besser ist, lässt sich noch nicht sagen: {0} erhält {1} der Stimmen; unentschieden zählt für jedes halb.</translation>
    </message>
    <message>
        <source>That is enough to tell who is better.</source>
        <translation>Das reicht, um zu sagen, welches besser ist.</translation>
    </message>
    <message>
        <source>There are no votes yet.</source>
        <translation>Es gibt noch keine Stimmen.</translation>
    </message>
    <message>
        <source>Which of the {0} models is the best cannot be told yet.</source>
        <translation>Welches der {0} Modelle das beste ist, lässt sich noch nicht sagen.</translation>
    </message>
    <message>
        <source>{0} % ({1} to {2})</source>
        <translation>{0} % ({1} bis {2})</translation>
    </message>
    <message>
        <source>{0} and {1}: no votes.</source>
        <translation>{0} und {1}: keine Stimmen.</translation>
    </message>
    <message>
        <source>{0} is better than {1}: it gets {2} of the votes, a tie counting half for each.</source>
        <translation>{0} ist besser als {1}: Es erhält {2} der Stimmen; unentschieden zählt für jedes halb.</translation>
    </message>
    <message>
        <source>{0} is the best: it was preferred to each of the others.</source>
        <translation>{0} ist das beste: Es wurde jedem der anderen vorgezogen.</translation>
    </message>
    <message>
        <source>{0} {2} : {3} {1}; both good: {4}, both bad: {5}. {0} gets {6}.</source>
        <translation>{0} {2} : {3} {1}; beide gut: {4}, beide schlecht: {5}. {0} erhält {6}.</translation>
    </message>
    <message>
        <source>{0}. {1}: preferred to an average one in {2} of the cases.</source>
        <translation>{0}. {1}: in {2} der Fälle einem durchschnittlichen Modell vorgezogen.</translation>
    </message>
</context>
<context>
    <name>VotingPage</name>
    <message>
        <source>Two answers, nobody says whose. You say which is better, until it is sure.</source>
        <translation>Zwei Antworten, niemand sagt, von wem. Sie sagen, welche besser ist, bis es sicher ist.</translation>
    </message>
    <message>
        <source>Blind vote</source>
        <translation>Blindabstimmung</translation>
    </message>
    <message>
        <source>Take the last vote back</source>
        <translation>Die letzte Stimme zurücknehmen</translation>
    </message>
    <message>
        <source>Whose answers are voted on</source>
        <translation>Über wessen Antworten abgestimmt wird</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Rücktaste</translation>
    </message>
    <message>
        <source>Open a project first: its models&apos; answers are what one votes on.</source>
        <translation>Öffnen Sie zuerst ein Projekt: Abgestimmt wird über die Antworten seiner Modelle.</translation>
    </message>
    <message>
        <source>Go to the start page</source>
        <translation>Zur Startseite</translation>
    </message>
    <message>
        <source>Here two models&apos; answers stand side by side, and you choose. First let two models answer.</source>
        <translation>Hier stehen die Antworten zweier Modelle nebeneinander, und Sie wählen. Lassen Sie zuerst zwei Modelle antworten.</translation>
    </message>
    <message>
        <source>Compare models</source>
        <translation>Modelle vergleichen</translation>
    </message>
    <message>
        <source>{0} · {1} models · {2} · {3}</source>
        <translation>{0} · {1} Modelle · {2} · {3}</translation>
    </message>
    <message>
        <source>Without a title</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>See whose they are</source>
        <translation>Zeigen, von wem</translation>
    </message>
    <message>
        <source>Go on voting</source>
        <translation>Weiter abstimmen</translation>
    </message>
    <message>
        <source>{0} votes given, {1} to go.</source>
        <translation>{0} Stimmen abgegeben, {1} fehlen noch.</translation>
    </message>
    <message>
        <source>1 vote given, {1} to go.</source>
        <translation>1 Stimme abgegeben, noch {1}.</translation>
    </message>
    <message>
        <source>Where both answers are the same (once) nothing is asked.</source>
        <translation>Wo beide Antworten gleich sind (einmal), wird nichts gefragt.</translation>
    </message>
    <message>
        <source>Where both answers are the same ({0} times) nothing is asked.</source>
        <translation>Wo beide Antworten gleich sind ({0}-mal), wird nichts gefragt.</translation>
    </message>
</context>
<context>
    <name>Walk</name>
    <message>
        <source>Held-out rows ({0})</source>
        <translation>Zurückgehaltene Zeilen ({0})</translation>
    </message>
    <message>
        <source>Prompts that are no rows of your data. Asking them changes nothing there.</source>
        <translation>Prompts, die keine Zeilen Ihrer Daten sind. Sie zu fragen ändert dort nichts.</translation>
    </message>
    <message>
        <source>1 row the models have not learned from (a held-out row).</source>
        <translation>1 Zeile, aus der die Modelle nicht gelernt haben (eine zurückgehaltene Zeile).</translation>
    </message>
    <message>
        <source>{0} rows the models have not learned from (held-out rows).</source>
        <translation>{0} Zeilen, aus denen die Modelle nicht gelernt haben (zurückgehaltene Zeilen).</translation>
    </message>
    <message>
        <source>Open a project to ask its held-out rows, or type your own prompt.</source>
        <translation>Öffnen Sie ein Projekt, um seine zurückgehaltenen Zeilen zu fragen, oder tippen Sie einen eigenen Prompt.</translation>
    </message>
    <message>
        <source>There are no held-out rows. Move some rows to the test part in the table, or type your own prompt.</source>
        <translation>Es gibt keine zurückgehaltenen Zeilen. Verschieben Sie in der Tabelle einige Zeilen in den Teil Test, oder tippen Sie einen eigenen Prompt.</translation>
    </message>
    <message>
        <source>Sent with the ending that all prompts of your data have: {0}</source>
        <translation>Wird mit dem Ende gesendet, das alle Prompts Ihrer Daten haben: {0}</translation>
    </message>
</context>
<context>
    <name>WizardPage</name>
    <message>
        <source>Choose another file</source>
        <translation>Andere Datei wählen</translation>
    </message>
    <message>
        <source>Reading the file.</source>
        <translation>Die Datei wird gelesen.</translation>
    </message>
    <message>
        <source>Reading the rows.</source>
        <translation>Die Zeilen werden gelesen.</translation>
    </message>
    <message>
        <source>Reading “{0}”</source>
        <translation>„{0}“ wird gelesen</translation>
    </message>
    <message>
        <source>This file cannot be used as it is.</source>
        <translation>Diese Datei lässt sich so noch nicht verwenden.</translation>
    </message>
    <message>
        <source>Creating the rows</source>
        <translation>Die Zeilen werden angelegt</translation>
    </message>
    <message>
        <source>Changing the rows</source>
        <translation>Die Zeilen werden geändert</translation>
    </message>
</context>
<context>
    <name>WordsPage</name>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>What the words of this program mean, in everyday language.</source>
        <translation>Was die Wörter dieses Programms bedeuten, in Alltagssprache.</translation>
    </message>
    <message>
        <source>Search in the words</source>
        <translation>In den Wörtern suchen</translation>
    </message>
    <message>
        <source>Which word?</source>
        <translation>Welches Wort?</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>Wort</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>Was es bedeutet</translation>
    </message>
    <message>
        <source>No word here has these letters.</source>
        <translation>Kein Wort hier hat diese Buchstaben.</translation>
    </message>
</context>
<context>
    <name>WorkingPage</name>
    <message>
        <source>Work under way</source>
        <translation>Laufende Arbeit</translation>
    </message>
</context>
<context>
    <name>WritingDialog</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>_Question</name>
    <message>
        <source>Keep them</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Delete them for good</source>
        <translation>Endgültig löschen</translation>
    </message>
    <message>
        <source>The one backup of “{0}” is deleted and cannot be brought back. The project itself stays.</source>
        <translation>Die einzige Sicherung von „{0}“ wird gelöscht und kann nicht zurückgeholt werden. Das Projekt selbst bleibt.</translation>
    </message>
    <message>
        <source>All {1} backups of “{0}” are deleted and cannot be brought back. The project itself stays.</source>
        <translation>Alle {1} Sicherungen von „{0}“ werden gelöscht und können nicht zurückgeholt werden. Das Projekt selbst bleibt.</translation>
    </message>
</context>
<context>
    <name>_Steps</name>
    <message>
        <source>The beginning</source>
        <translation>Der Anfang</translation>
    </message>
    <message>
        <source>{0} (undone)</source>
        <translation>{0} (rückgängig)</translation>
    </message>
</context>
<context>
    <name>bubbles</name>
    <message>
        <source>Add a turn below</source>
        <translation>Beitrag darunter einfügen</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Delete this turn</source>
        <translation>Beitrag löschen</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Systemprompt</translation>
    </message>
    <message>
        <source>Developer</source>
        <translation>Entwickler</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Nutzer</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Assistent</translation>
    </message>
    <message>
        <source>Tool result</source>
        <translation>Tool-Ergebnis</translation>
    </message>
    <message>
        <source>Answers the call {0}</source>
        <translation>Antwortet auf den Aufruf {0}</translation>
    </message>
    <message>
        <source>Calls the function {0}</source>
        <translation>Ruft die Funktion {0} auf</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>{0} at {1}</source>
        <translation>{0} bei {1}</translation>
    </message>
    <message>
        <source>{0} in this row ({1})</source>
        <translation>{0} in dieser Zeile ({1})</translation>
    </message>
</context>
<context>
    <name>editor</name>
    <message>
        <source>Move to part</source>
        <translation>In Teil verschieben</translation>
    </message>
    <message>
        <source>Add row</source>
        <translation>Neue Zeile</translation>
    </message>
    <message>
        <source>Insert rows above</source>
        <translation>Zeilen darüber einfügen</translation>
    </message>
    <message>
        <source>Insert rows below</source>
        <translation>Zeilen darunter einfügen</translation>
    </message>
    <message>
        <source>Duplicate rows</source>
        <translation>Zeilen duplizieren</translation>
    </message>
    <message>
        <source>Delete rows</source>
        <translation>Zeilen löschen</translation>
    </message>
    <message>
        <source>Move rows up</source>
        <translation>Zeilen nach oben</translation>
    </message>
    <message>
        <source>Move rows down</source>
        <translation>Zeilen nach unten</translation>
    </message>
    <message>
        <source>Cut cells</source>
        <translation>Zellen ausschneiden</translation>
    </message>
    <message>
        <source>Copy cells</source>
        <translation>Zellen kopieren</translation>
    </message>
    <message>
        <source>Paste cells</source>
        <translation>Zellen einfügen</translation>
    </message>
    <message>
        <source>Empty cells</source>
        <translation>Zellen leeren</translation>
    </message>
    <message>
        <source>Fill down</source>
        <translation>Nach unten ausfüllen</translation>
    </message>
    <message>
        <source>Fill right</source>
        <translation>Nach rechts ausfüllen</translation>
    </message>
    <message>
        <source>Choose whole rows</source>
        <translation>Ganze Zeilen wählen</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Filter…</source>
        <translation>Filtern…</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Neu nachsehen</translation>
    </message>
    <message>
        <source>Rework with a model…</source>
        <translation>Mit Modell überarbeiten…</translation>
    </message>
    <message>
        <source>Find rows like this one</source>
        <translation>Ähnliche Zeilen wie diese finden</translation>
    </message>
    <message>
        <source>Trainings that saw this row…</source>
        <translation>Trainings mit dieser Zeile…</translation>
    </message>
    <message>
        <source>Check, convert or divide the rows…</source>
        <translation>Zeilen prüfen, umwandeln oder aufteilen…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Find next</source>
        <translation>Weitersuchen</translation>
    </message>
    <message>
        <source>Find previous</source>
        <translation>Rückwärts suchen</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Completion</source>
        <translation>Completion</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Systemprompt</translation>
    </message>
    <message>
        <source>Prompt (user)</source>
        <translation>Prompt (Benutzer)</translation>
    </message>
    <message>
        <source>Answer (assistant)</source>
        <translation>Antwort (Assistent)</translation>
    </message>
    <message>
        <source>Better answer (preferred)</source>
        <translation>Bessere Antwort (bevorzugt)</translation>
    </message>
    <message>
        <source>Worse answer</source>
        <translation>Schlechtere Antwort</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>Bearbeitet</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Excluded</source>
        <translation>Ausgeschlossen</translation>
    </message>
    <message>
        <source>Filter by this value</source>
        <translation>Nach diesem Wert filtern</translation>
    </message>
    <message>
        <source>Filter by these values</source>
        <translation>Nach diesen Werten filtern</translation>
    </message>
    <message>
        <source>Sort by this column</source>
        <translation>Nach dieser Spalte sortieren</translation>
    </message>
    <message>
        <source>Sort by this column, from the end</source>
        <translation>Nach dieser Spalte sortieren, von hinten</translation>
    </message>
    <message>
        <source>Back to the order of the table</source>
        <translation>Zurück zur Reihenfolge der Tabelle</translation>
    </message>
    <message>
        <source>Show all rows</source>
        <translation>Alle Zeilen zeigen</translation>
    </message>
    <message>
        <source>Part: {0}</source>
        <translation>Teil: {0}</translation>
    </message>
    <message>
        <source>Status: {0}</source>
        <translation>Status: {0}</translation>
    </message>
    <message>
        <source>Tag: {0}</source>
        <translation>Schlagwort: {0}</translation>
    </message>
    <message>
        <source>Found: {0}</source>
        <translation>Befund: {0}</translation>
    </message>
    <message>
        <source>Longer than {0}</source>
        <translation>Länger als {0}</translation>
    </message>
    <message>
        <source>Changed since a training</source>
        <translation>Seit einem Training geändert</translation>
    </message>
    <message>
        <source>Chosen rows: {0}</source>
        <translation>Ausgewählte Zeilen: {0}</translation>
    </message>
    <message>
        <source>The longest rows first</source>
        <translation>Die längsten Zeilen zuerst</translation>
    </message>
    <message>
        <source>The shortest rows first</source>
        <translation>Die kürzesten Zeilen zuerst</translation>
    </message>
    <message>
        <source>Sorted by {0}, from the end</source>
        <translation>Sortiert nach {0}, von hinten</translation>
    </message>
    <message>
        <source>Sorted by {0}</source>
        <translation>Sortiert nach {0}</translation>
    </message>
    <message>
        <source>{0}: “{1}”</source>
        <translation>{0}: „{1}“</translation>
    </message>
    <message>
        <source>{0}: empty</source>
        <translation>{0}: leer</translation>
    </message>
    <message>
        <source>Pattern: {0}</source>
        <translation>Muster: {0}</translation>
    </message>
    <message>
        <source>Text: “{0}”</source>
        <translation>Text: „{0}“</translation>
    </message>
    <message>
        <source>{0} in {1}</source>
        <translation>{0} in {1}</translation>
    </message>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Hide “{0}”</source>
        <translation>„{0}“ ausblenden</translation>
    </message>
    <message>
        <source>Move to the front</source>
        <translation>Ganz nach vorn</translation>
    </message>
    <message>
        <source>Move to the back</source>
        <translation>Ganz nach hinten</translation>
    </message>
    <message>
        <source>Show “{0}”</source>
        <translation>„{0}“ einblenden</translation>
    </message>
    <message>
        <source>One line a row</source>
        <translation>1 Textzeile je Zeile</translation>
    </message>
    <message>
        <source>{0} lines a row</source>
        <translation>{0} Textzeilen je Zeile</translation>
    </message>
    <message>
        <source>Larger letters in the table</source>
        <translation>Schrift der Tabelle größer</translation>
    </message>
    <message>
        <source>Smaller letters in the table</source>
        <translation>Schrift der Tabelle kleiner</translation>
    </message>
    <message>
        <source>Letters as everywhere (now {0} %)</source>
        <translation>Schrift wie überall (jetzt {0} %)</translation>
    </message>
    <message>
        <source>Keep the prompt in view</source>
        <translation>Prompt im Blick behalten</translation>
    </message>
    <message>
        <source>Look at the table as at first</source>
        <translation>Tabelle wieder wie am Anfang</translation>
    </message>
    <message>
        <source>The copied block has one row more than there are from here on.</source>
        <translation>Der kopierte Block hat eine Zeile mehr, als es von hier an gibt.</translation>
    </message>
    <message>
        <source>The copied block has {0} rows more than there are from here on.</source>
        <translation>Der kopierte Block hat {0} Zeilen mehr, als es von hier an gibt.</translation>
    </message>
    <message>
        <source>Its last column has no place in this table; it would not be pasted.</source>
        <translation>Seine letzte Spalte hat in dieser Tabelle keinen Platz; sie würde nicht eingefügt.</translation>
    </message>
    <message>
        <source>Its last {0} columns have no place in this table; they would not be pasted.</source>
        <translation>Seine letzten {0} Spalten haben in dieser Tabelle keinen Platz; sie würden nicht eingefügt.</translation>
    </message>
    <message>
        <source>Add one row and paste</source>
        <translation>1 Zeile anfügen und einfügen</translation>
    </message>
    <message>
        <source>Add {0} rows and paste</source>
        <translation>{0} Zeilen anfügen und einfügen</translation>
    </message>
    <message>
        <source>One cell was left as it was: it shows several turns, or its row has nothing there.</source>
        <translation>Eine Zelle blieb, wie sie war: Sie zeigt mehrere Beiträge, oder ihre Zeile hat dort nichts.</translation>
    </message>
    <message>
        <source>{0} cells were left as they were: they show several turns, or their rows have nothing there.</source>
        <translation>{0} Zellen blieben, wie sie waren: Sie zeigen mehrere Beiträge, oder ihre Zeilen haben dort nichts.</translation>
    </message>
    <message>
        <source>Part and status take only their own words; one of these cells was left as it was.</source>
        <translation>Teil und Status nehmen nur ihre eigenen Wörter an; eine dieser Zellen blieb, wie sie war.</translation>
    </message>
    <message>
        <source>Part and status take only their own words; {0} of these cells were left as they were.</source>
        <translation>Teil und Status nehmen nur ihre eigenen Wörter an; {0} dieser Zellen blieben, wie sie waren.</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>Markieren</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>Schlagwörter…</translation>
    </message>
    <message>
        <source>Note…</source>
        <translation>Notiz…</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Tick the tags of the chosen rows.</source>
        <translation>Haken Sie die Schlagwörter der ausgewählten Zeilen an.</translation>
    </message>
    <message>
        <source>A new tag; several with commas between</source>
        <translation>Ein neues Schlagwort; mehrere mit Kommas dazwischen</translation>
    </message>
    <message>
        <source>New tags</source>
        <translation>Neue Schlagwörter</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>A note for people; no model ever learns from it.</source>
        <translation>Eine Notiz für Menschen; kein Modell lernt je daraus.</translation>
    </message>
    <message>
        <source>{0} excluded</source>
        <translation>{0} ausgeschlossen</translation>
    </message>
    <message>
        <source>{0} test</source>
        <translation>{0} Test</translation>
    </message>
    <message>
        <source>{0} training</source>
        <translation>{0} Training</translation>
    </message>
    <message>
        <source>{0} validation</source>
        <translation>{0} Validierung</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
</context>
<context>
    <name>export</name>
    <message>
        <source>Training file (JSON Lines)</source>
        <translation>Trainingsdatei (JSON Lines)</translation>
    </message>
    <message>
        <source>What providers train on: one example a line, everything in it.</source>
        <translation>Damit trainieren Anbieter: ein Beispiel je Zeile, alles darin.</translation>
    </message>
    <message>
        <source>Excel workbook</source>
        <translation>Excel-Arbeitsmappe</translation>
    </message>
    <message>
        <source>To look at and edit in Excel or LibreOffice. Every cell is a text.</source>
        <translation>Zum Ansehen und Bearbeiten in Excel oder LibreOffice. Jede Zelle ist ein Text.</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>For any program that reads tables; cells are parted by commas.</source>
        <translation>Für jedes Programm, das Tabellen liest; die Zellen sind durch Kommas getrennt.</translation>
    </message>
    <message>
        <source>TSV</source>
        <translation>TSV</translation>
    </message>
    <message>
        <source>Like CSV; cells are parted by tabs.</source>
        <translation>Wie CSV; die Zellen sind durch Tabulatoren getrennt.</translation>
    </message>
    <message>
        <source>Parquet</source>
        <translation>Parquet</translation>
    </message>
    <message>
        <source>Small and fast, for programs that analyse data.</source>
        <translation>Klein und schnell, für Programme, die Daten auswerten.</translation>
    </message>
    <message>
        <source>Folder for Hugging Face (TRL)</source>
        <translation>Ordner für Hugging Face (TRL)</translation>
    </message>
    <message>
        <source>One file for each part and a card; Hugging Face&apos;s programs load it as it is.</source>
        <translation>Eine Datei für jeden Teil und eine Beschreibung; die Programme von Hugging Face laden ihn so, wie er ist.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
</context>
<context>
    <name>pairs</name>
    <message>
        <source>settled</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>Same question, different answers</source>
        <translation>Gleiche Frage, verschiedene Antworten</translation>
    </message>
    <message>
        <source>Nearly the same</source>
        <translation>Fast gleich</translation>
    </message>
    <message>
        <source>The same</source>
        <translation>Gleich</translation>
    </message>
</context>
<context>
    <name>quoted</name>
    <message>
        <source>“{0}”</source>
        <translation>„{0}“</translation>
    </message>
</context>
<context>
    <name>reading</name>
    <message>
        <source>Table (CSV, TSV)</source>
        <translation>Tabelle (CSV, TSV)</translation>
    </message>
    <message>
        <source>JSON objects</source>
        <translation>JSON-Objekte</translation>
    </message>
    <message>
        <source>Plain text, line by line</source>
        <translation>Reiner Text, Zeile für Zeile</translation>
    </message>
    <message>
        <source>Workbook (Excel, OpenDocument)</source>
        <translation>Arbeitsmappe (Excel, OpenDocument)</translation>
    </message>
    <message>
        <source>Parquet</source>
        <translation>Parquet</translation>
    </message>
    <message>
        <source>Comma  ,</source>
        <translation>Komma  ,</translation>
    </message>
    <message>
        <source>Semicolon  ;</source>
        <translation>Semikolon  ;</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tabulator</translation>
    </message>
    <message>
        <source>Vertical bar  |</source>
        <translation>Senkrechter Strich  |</translation>
    </message>
    <message>
        <source>UTF-16 (little-endian)</source>
        <translation>UTF-16 (Little Endian)</translation>
    </message>
    <message>
        <source>UTF-16 (big-endian)</source>
        <translation>UTF-16 (Big Endian)</translation>
    </message>
    <message>
        <source>Western European (Windows-1252)</source>
        <translation>Westeuropäisch (Windows-1252)</translation>
    </message>
    <message>
        <source>Western European (ISO 8859-15)</source>
        <translation>Westeuropäisch (ISO 8859-15)</translation>
    </message>
    <message>
        <source>Western European (Mac)</source>
        <translation>Westeuropäisch (Mac)</translation>
    </message>
    <message>
        <source>Western European (DOS 850)</source>
        <translation>Westeuropäisch (DOS 850)</translation>
    </message>
    <message>
        <source>Central European (Windows-1250)</source>
        <translation>Mitteleuropäisch (Windows-1250)</translation>
    </message>
    <message>
        <source>Central European (ISO 8859-2)</source>
        <translation>Mitteleuropäisch (ISO 8859-2)</translation>
    </message>
    <message>
        <source>Cyrillic (Windows-1251)</source>
        <translation>Kyrillisch (Windows-1251)</translation>
    </message>
    <message>
        <source>Cyrillic (KOI8-R)</source>
        <translation>Kyrillisch (KOI8-R)</translation>
    </message>
    <message>
        <source>Greek (Windows-1253)</source>
        <translation>Griechisch (Windows-1253)</translation>
    </message>
    <message>
        <source>Turkish (Windows-1254)</source>
        <translation>Türkisch (Windows-1254)</translation>
    </message>
    <message>
        <source>Hebrew (Windows-1255)</source>
        <translation>Hebräisch (Windows-1255)</translation>
    </message>
    <message>
        <source>Arabic (Windows-1256)</source>
        <translation>Arabisch (Windows-1256)</translation>
    </message>
    <message>
        <source>Baltic (Windows-1257)</source>
        <translation>Baltisch (Windows-1257)</translation>
    </message>
    <message>
        <source>Japanese (Shift JIS)</source>
        <translation>Japanisch (Shift JIS)</translation>
    </message>
    <message>
        <source>Japanese (EUC)</source>
        <translation>Japanisch (EUC)</translation>
    </message>
    <message>
        <source>Chinese (GB 18030)</source>
        <translation>Chinesisch (GB 18030)</translation>
    </message>
    <message>
        <source>Chinese (Big5)</source>
        <translation>Chinesisch (Big5)</translation>
    </message>
    <message>
        <source>Korean (Windows-949)</source>
        <translation>Koreanisch (Windows-949)</translation>
    </message>
    <message>
        <source>chat examples</source>
        <translation>Chat-Beispiele</translation>
    </message>
    <message>
        <source>pairs of prompt and completion</source>
        <translation>Paare aus Prompt und Completion</translation>
    </message>
    <message>
        <source>preference pairs</source>
        <translation>Präferenzpaare</translation>
    </message>
    <message>
        <source>Line {0} of the file</source>
        <translation>Zeile {0} der Datei</translation>
    </message>
    <message>
        <source>Row {0} of the file</source>
        <translation>Zeile {0} der Datei</translation>
    </message>
    <message>
        <source>Row {0} of the sheet</source>
        <translation>Zeile {0} des Blatts</translation>
    </message>
    <message>
        <source>Row {0} of the table</source>
        <translation>Zeile {0} der Tabelle</translation>
    </message>
    <message>
        <source>Row of the table</source>
        <translation>Zeile der Tabelle</translation>
    </message>
    <message>
        <source>Row of the file</source>
        <translation>Zeile der Datei</translation>
    </message>
    <message>
        <source>Line of the file</source>
        <translation>Zeile der Datei</translation>
    </message>
    <message>
        <source>{0}, {1}, {2} columns.</source>
        <translation>{0}, {1}, {2} Spalten.</translation>
    </message>
    <message>
        <source>{0}, {1}, one column.</source>
        <translation>{0}, {1}, eine Spalte.</translation>
    </message>
    <message>
        <source>It has {0} rows.</source>
        <translation>Sie hat {0} Zeilen.</translation>
    </message>
    <message>
        <source>It has one row.</source>
        <translation>Sie hat eine Zeile.</translation>
    </message>
    <message>
        <source>Here are its first {0} rows.</source>
        <translation>Hier sind ihre ersten {0} Zeilen.</translation>
    </message>
    <message>
        <source>Here is its first row.</source>
        <translation>Hier ist ihre erste Zeile.</translation>
    </message>
</context>
<context>
    <name>review</name>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Exclude</source>
        <translation>Ausschließen</translation>
    </message>
    <message>
        <source>Problem…</source>
        <translation>Problem…</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>First row</source>
        <translation>Erste Zeile</translation>
    </message>
    <message>
        <source>Last row</source>
        <translation>Letzte Zeile</translation>
    </message>
    <message>
        <source>Back to the table</source>
        <translation>Zurück zur Tabelle</translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message>
        <source># {title}

Training data, written by TuneDesk. Rows: {rows}.

With the Python library `datasets`:

```python
from datasets import load_dataset

data = load_dataset(&quot;PATH OF THIS FOLDER&quot;)
```

The columns are those of TRL&apos;s standard forms. Tools, if there are any, are the text of their JSON, which TRL reads.</source>
        <translation># {title}

Trainingsdaten, geschrieben von TuneDesk. Zeilen: {rows}.

Mit der Python-Bibliothek `datasets`:

```python
from datasets import load_dataset

data = load_dataset(&quot;PFAD DIESES ORDNERS&quot;)
```

Die Spalten sind die der Standardformen von TRL. Tools, falls vorhanden, stehen als JSON-Text darin, den TRL liest.</translation>
    </message>
    <message>
        <source>${usd} ({epochs} passes over the data; ${price} for a million tokens, {as_of}, {source})</source>
        <translation>{usd} $ ({epochs} Durchgänge durch die Daten; {price} $ je Million Token, {as_of}, {source})</translation>
    </message>
    <message>
        <source>1 answer is a copy of one before. A higher temperature makes answers vary more.</source>
        <translation>1 Antwort ist die Kopie einer früheren. Mit höherer Temperatur unterscheiden sich Antworten mehr.</translation>
    </message>
    <message>
        <source>120 imaginary heroes. The model learns to write: age, gender and power become a portrait in one style.</source>
        <translation>120 erfundene Helden. Das Modell lernt schreiben: Aus Alter, Geschlecht und Kraft wird ein Porträt in einem Stil.</translation>
    </message>
    <message>
        <source>5: does what the question asks, says nothing that is not so, in the form and the tone of the good answer, where one is given.
4: as 5, with a small flaw.
3: helps, but something that matters is missing or wrong.
2: hardly helps.
1: does not answer the question, or misleads.
Longer is not better.</source>
        <translation>5: tut, was die Frage verlangt, sagt nichts Unwahres, in Form und Ton der guten Antwort, wo eine gegeben ist.
4: wie 5, mit einem kleinen Makel.
3: hilft, aber etwas Wichtiges fehlt oder ist falsch.
2: hilft kaum.
1: beantwortet die Frage nicht oder führt in die Irre.
Länger ist nicht besser.</translation>
    </message>
    <message>
        <source>96 letters to a shop. The model learns to sort: each letter gets one of four labels.</source>
        <translation>96 Briefe an ein Geschäft. Das Modell lernt sortieren: Jeder Brief bekommt eine von vier Klassen.</translation>
    </message>
    <message>
        <source>A .pem or .crt file, if your administrator gave you one; empty for none.</source>
        <translation>Eine Datei .pem oder .crt, falls Ihre Administration Ihnen eine gegeben hat; leer für keine.</translation>
    </message>
    <message>
        <source>A backslash at letter {at} is followed by something JSON does not know.</source>
        <translation>Nach einem Backslash bei Zeichen {at} steht etwas, das JSON nicht kennt.</translation>
    </message>
    <message>
        <source>A backslash has a meaning there: \1 is the first group of the pattern, and \\ is a backslash itself.</source>
        <translation>Ein Backslash hat dort eine Bedeutung: \1 ist die erste Gruppe des Musters, und \\ ist ein Backslash selbst.</translation>
    </message>
    <message>
        <source>A call needs an id and the name of the tool. A provider refuses the file otherwise.</source>
        <translation>Ein Aufruf braucht eine ID und den Namen des Tools. Sonst nimmt ein Anbieter die Datei nicht an.</translation>
    </message>
    <message>
        <source>A call of a function (tool call) needs curly brackets around it: {{ … }}.</source>
        <translation>Der Aufruf einer Funktion (Tool-Aufruf) braucht geschweifte Klammern um sich: {{ … }}.</translation>
    </message>
    <message>
        <source>A cell takes 32,767 letters. Nothing was written, because the rest of the text would be cut off.</source>
        <translation>Eine Zelle fasst 32.767 Zeichen. Es wurde nichts geschrieben, weil der Rest des Textes abgeschnitten würde.</translation>
    </message>
    <message>
        <source>A chat model begins its answer with the first letter. Spaces and empty lines around the answers would be learnt as if they meant something.</source>
        <translation>Ein Chat-Modell beginnt seine Antwort mit dem ersten Buchstaben. Leerzeichen und Leerzeilen um die Antworten würden mitgelernt, als hätten sie etwas zu bedeuten.</translation>
    </message>
    <message>
        <source>A comma is missing at letter {at}, or a quotation mark before it.</source>
        <translation>Bei Zeichen {at} fehlt ein Komma, oder davor ein Anführungszeichen.</translation>
    </message>
    <message>
        <source>A conversation with several answers becomes several rows, one for each answer.</source>
        <translation>Ein Gespräch mit mehreren Antworten wird zu mehreren Zeilen, einer für jede Antwort.</translation>
    </message>
    <message>
        <source>A copy in its place would cut it off from its window, so nothing was written.</source>
        <translation>Eine Kopie an seiner Stelle würde es von seinem Fenster abschneiden, deshalb wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>A few fixed labels with many examples each are learned well, even by a small model. Aim at about 100 rows for each label, and test the model with rows that it has not seen.</source>
        <translation>Wenige feste Klassen mit vielen Beispielen lernt auch ein kleines Modell gut. Streben Sie etwa 100 Zeilen je Klasse an, und testen Sie das Modell mit Zeilen, die es nicht gesehen hat.</translation>
    </message>
    <message>
        <source>A few letters after which a model stops writing.</source>
        <translation>Einige Buchstaben, nach denen ein Modell aufhört zu schreiben.</translation>
    </message>
    <message>
        <source>A file like this can be made to fill a disk up, so nothing of it was unpacked.</source>
        <translation>Eine solche Datei kann dazu gemacht sein, einen Datenträger vollzuschreiben; deshalb wurde nichts davon ausgepackt.</translation>
    </message>
    <message>
        <source>A file like this can be made to write over other files, so nothing of it was unpacked.</source>
        <translation>Eine solche Datei kann dazu gemacht sein, andere Dateien zu überschreiben; deshalb wurde nichts davon ausgepackt.</translation>
    </message>
    <message>
        <source>A file of the program is missing or damaged, so lengths and costs cannot be told.</source>
        <translation>Eine Datei des Programms fehlt oder ist beschädigt, deshalb lassen sich Längen und Kosten nicht nennen.</translation>
    </message>
    <message>
        <source>A file, job or model was deleted there in the meantime.</source>
        <translation>Eine Datei, ein Auftrag oder ein Modell wurde dort inzwischen gelöscht.</translation>
    </message>
    <message>
        <source>A folder for TRL holds plain texts, so nothing was written.</source>
        <translation>Ein Ordner für TRL fasst nur reine Texte, deshalb wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>A folder needs the files config.json, tokenizer.json and weights that end with .safetensors.</source>
        <translation>Ein Ordner braucht die Dateien config.json, tokenizer.json und Gewichte, die auf .safetensors enden.</translation>
    </message>
    <message>
        <source>A judge reads answers that are there already. Of two models both must have answered, and not quite the same.</source>
        <translation>Ein Richter liest Antworten, die schon da sind. Von zwei Modellen müssen beide geantwortet haben, und nicht ganz dasselbe.</translation>
    </message>
    <message>
        <source>A key is one word of letters, digits and signs without blanks, at most {longest} characters. It was not kept.</source>
        <translation>Ein Schlüssel ist ein Wort aus Buchstaben, Ziffern und Zeichen ohne Leerzeichen, höchstens {longest} Zeichen lang. Dieser wurde nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>A list of numbers that stands for what a text means. Texts that mean nearly the same have nearly the same numbers.</source>
        <translation>Eine Liste von Zahlen, die dafür steht, was ein Text bedeutet. Texte, die fast dasselbe bedeuten, haben fast dieselben Zahlen.</translation>
    </message>
    <message>
        <source>A model as it was part-way through its training. It can be used like the finished one.</source>
        <translation>Ein Modell, wie es mitten in seinem Training war. Es lässt sich benutzen wie das fertige.</translation>
    </message>
    <message>
        <source>A model of this kind goes on writing until it sees a sign to stop. The same mark behind every answer (stop sequence) teaches it where an answer is over.</source>
        <translation>Ein Modell dieser Art schreibt weiter, bis es ein Zeichen zum Aufhören sieht. Dieselbe Marke hinter jeder Antwort (Stoppfolge) lehrt es, wo eine Antwort zu Ende ist.</translation>
    </message>
    <message>
        <source>A model of this kind sees one long text. The same mark behind every question (separator) shows it where the question is over and its answer begins. Put it behind your questions later, too.</source>
        <translation>Ein Modell dieser Art sieht einen einzigen langen Text. Dieselbe Marke hinter jeder Frage (Trennzeichen) zeigt ihm, wo die Frage zu Ende ist und seine Antwort beginnt. Setzen Sie sie auch später hinter Ihre Fragen.</translation>
    </message>
    <message>
        <source>A model of your choice</source>
        <translation>Ein Modell Ihrer Wahl</translation>
    </message>
    <message>
        <source>A model that answers well when it is told what to do needs no training. Ask several models the same question in the playground, and keep the instruction that works best. Train later, if the instruction grows too long.</source>
        <translation>Ein Modell, das gut antwortet, wenn man ihm sagt, was es tun soll, braucht kein Training. Stellen Sie im Playground mehreren Modellen dieselbe Frage, und behalten Sie die Anweisung, mit der es am besten geht. Trainieren Sie später, wenn die Anweisung zu lang wird.</translation>
    </message>
    <message>
        <source>A model that lies there</source>
        <translation>Ein Modell, das dort liegt</translation>
    </message>
    <message>
        <source>A model that sees many refusals learns to refuse, also where it could help. Keep only as many as you want of it.</source>
        <translation>Ein Modell, das viele Ablehnungen sieht, lernt abzulehnen, auch wo es helfen könnte. Behalten Sie nur so viele, wie Sie davon haben möchten.</translation>
    </message>
    <message>
        <source>A model&apos;s answer alone is no such pair, so no row can be made of it here.</source>
        <translation>Die Antwort eines Modells allein ist kein solches Paar, deshalb lässt sich hier keine Zeile daraus machen.</translation>
    </message>
    <message>
        <source>A package that was fetched is not the one it should be.</source>
        <translation>Ein Paket, das geholt wurde, ist nicht das, das es sein sollte.</translation>
    </message>
    <message>
        <source>A picture is given by its web address, or as the data of a JPEG, PNG or WEBP file. These are neither, and a provider refuses them.</source>
        <translation>Ein Bild wird durch seine Webadresse angegeben oder als Daten einer JPEG-, PNG- oder WEBP-Datei. Diese hier sind weder das eine noch das andere, und ein Anbieter nimmt sie nicht an.</translation>
    </message>
    <message>
        <source>A piece of text as a model counts it: a short word, or a part of a longer one. Prices and limits are in tokens.</source>
        <translation>Ein Stück Text, wie ein Modell es zählt: ein kurzes Wort oder ein Teil eines längeren. Preise und Grenzen sind in Token angegeben.</translation>
    </message>
    <message>
        <source>A place where models are trained or asked: this computer, or a company on the internet.</source>
        <translation>Ein Ort, an dem Modelle trainiert oder gefragt werden: dieser Computer oder eine Firma im Internet.</translation>
    </message>
    <message>
        <source>A preference pair needs a better and a worse answer; these rows have one answer only.</source>
        <translation>Ein Präferenzpaar braucht eine bessere und eine schlechtere Antwort; diese Zeilen haben nur eine.</translation>
    </message>
    <message>
        <source>A price, for example, is a group of “training”, “input”, “output”, “as_of” and “source”.</source>
        <translation>Ein Preis zum Beispiel ist eine Gruppe aus „training“, „input“, „output“, „as_of“ und „source“.</translation>
    </message>
    <message>
        <source>A provider that you have added, with its address and your key.</source>
        <translation>Ein Anbieter, den Sie hinzugefügt haben, mit seiner Adresse und Ihrem Schlüssel.</translation>
    </message>
    <message>
        <source>A question stands here, and nobody answers: there is no terminal, or its input has ended.</source>
        <translation>Hier steht eine Frage, und niemand antwortet: Es gibt kein Terminal, oder seine Eingabe ist zu Ende.</translation>
    </message>
    <message>
        <source>A question with a system message or with earlier turns is written as one text, each turn with its speaker in front (“User: …”).</source>
        <translation>Eine Frage mit Systemnachricht oder mit früheren Beiträgen wird als ein Text geschrieben, jeder Beitrag mit seinem Sprecher davor („User: …“).</translation>
    </message>
    <message>
        <source>A quotation mark on this line is never closed.</source>
        <translation>Ein Anführungszeichen in dieser Zeile wird nie geschlossen.</translation>
    </message>
    <message>
        <source>A results file begins with a line that names its columns, one of them “step”.</source>
        <translation>Eine Ergebnisdatei beginnt mit einer Zeile, die ihre Spalten nennt; eine davon heißt „step“.</translation>
    </message>
    <message>
        <source>A row of this project is not an example that TuneDesk understands.</source>
        <translation>Eine Zeile dieses Projekts ist kein Beispiel, das TuneDesk versteht.</translation>
    </message>
    <message>
        <source>A rubric says in a few sentences what makes an answer good, and what makes it bad.</source>
        <translation>Eine Bewertungsregel sagt in wenigen Sätzen, was eine Antwort gut macht und was schlecht.</translation>
    </message>
    <message>
        <source>A sentence before a chat that says who the model is and how it is to answer.</source>
        <translation>Ein Satz vor einem Chat, der sagt, wer das Modell ist und wie es antworten soll.</translation>
    </message>
    <message>
        <source>A separator should be short, such as “{shown}”: it costs tokens in every question. If the text belongs to your questions, leave it as it is.</source>
        <translation>Ein Trennzeichen sollte kurz sein, etwa „{shown}“: Es kostet in jeder Frage Token. Gehört der Text zu Ihren Fragen, lassen Sie ihn, wie er ist.</translation>
    </message>
    <message>
        <source>A sign was cut in two (a lone surrogate), mostly an emoji. Such a text cannot be written to a training file.</source>
        <translation>Ein Zeichen wurde entzweigeschnitten (ein einzelnes Surrogat), meist ein Emoji. Ein solcher Text lässt sich nicht in eine Trainingsdatei schreiben.</translation>
    </message>
    <message>
        <source>A table is a single file. Nothing was imported.</source>
        <translation>Eine Tabelle ist eine einzelne Datei. Es wurde nichts importiert.</translation>
    </message>
    <message>
        <source>A test asks at least one model, or reads answers that were recorded earlier.</source>
        <translation>Ein Test fragt mindestens ein Modell oder liest Antworten, die früher aufgezeichnet wurden.</translation>
    </message>
    <message>
        <source>A test needs a question and the expected answer in each row, in two columns that say so.</source>
        <translation>Ein Test braucht in jeder Zeile eine Frage und die erwartete Antwort, in zwei Spalten, die so heißen.</translation>
    </message>
    <message>
        <source>A test needs rows with an expected answer that the model has not learned from.</source>
        <translation>Ein Test braucht Zeilen mit erwarteter Antwort, aus denen das Modell nicht gelernt hat.</translation>
    </message>
    <message>
        <source>A text&apos;s meaning came back as zeros, or not as numbers at all. What was read before is kept.</source>
        <translation>Die Bedeutung eines Textes kam als lauter Nullen zurück oder gar nicht als Zahlen. Was vorher gelesen wurde, bleibt erhalten.</translation>
    </message>
    <message>
        <source>A trained model can repeat what it has seen, to anybody. Hide the addresses unless they are meant to be known.</source>
        <translation>Ein trainiertes Modell kann wiederholen, was es gesehen hat, vor jedem. Verbergen Sie die Adressen, wenn sie nicht bekannt sein sollen.</translation>
    </message>
    <message>
        <source>A trained model can repeat what it has seen, to anybody. Hide the numbers unless they are meant to be known.</source>
        <translation>Ein trainiertes Modell kann wiederholen, was es gesehen hat, vor jedem. Verbergen Sie die Nummern, wenn sie nicht bekannt sein sollen.</translation>
    </message>
    <message>
        <source>A trained model can repeat what it has seen, to anybody. Numbers of credit cards should never be taught.</source>
        <translation>Ein trainiertes Modell kann wiederholen, was es gesehen hat, vor jedem. Nummern von Kreditkarten sollten nie gelehrt werden.</translation>
    </message>
    <message>
        <source>A trained model needs no instruction in each question: it learns the task from the rows. Shorter questions cost less, in training and later.</source>
        <translation>Ein trainiertes Modell braucht nicht in jeder Frage eine Anweisung: Es lernt die Aufgabe aus den Zeilen. Kürzere Fragen kosten weniger, im Training und später.</translation>
    </message>
    <message>
        <source>A training still needs “{model}”.</source>
        <translation>Ein Training braucht noch „{model}“.</translation>
    </message>
    <message>
        <source>A training that is not over still needs it.</source>
        <translation>Ein Training, das nicht zu Ende ist, braucht es noch.</translation>
    </message>
    <message>
        <source>A training, or other work of more than two minutes, while another program is in front; TuneDesk itself always says it.</source>
        <translation>Ein Training oder andere Arbeit von mehr als zwei Minuten, während ein anderes Programm im Vordergrund ist; in TuneDesk selbst steht es immer.</translation>
    </message>
    <message>
        <source>A value is missing at letter {at}, or a text stands there without quotation marks.</source>
        <translation>Bei Zeichen {at} fehlt ein Wert, oder dort steht ein Text ohne Anführungszeichen.</translation>
    </message>
    <message>
        <source>A way of training that adds a small part to a model and leaves the rest of it as it is. It needs far less memory.</source>
        <translation>Eine Art zu trainieren, die einem Modell einen kleinen Teil hinzufügt und den Rest lässt, wie er ist. Sie braucht viel weniger Speicher.</translation>
    </message>
    <message>
        <source>A weight says whether an answer is learnt (1) or not (0), and stands beside answers alone. A provider refuses anything else.</source>
        <translation>Ein Gewicht sagt, ob eine Antwort gelernt wird (1) oder nicht (0), und steht nur bei Antworten. Alles andere nimmt ein Anbieter nicht an.</translation>
    </message>
    <message>
        <source>About 100 rows for each class make a dependable sorter (classifier). Classes with fewer rows are mistaken more often.</source>
        <translation>Etwa 100 Zeilen je Klasse ergeben einen verlässlichen Sortierer (Klassifikator). Klassen mit weniger Zeilen werden öfter verwechselt.</translation>
    </message>
    <message>
        <source>About {needed} GB are needed while it is set up, and {free} GB are free. Nothing was fetched.</source>
        <translation>Beim Einrichten werden etwa {needed} GB gebraucht, und {free} GB sind frei. Nichts wurde geholt.</translation>
    </message>
    <message>
        <source>Add --model with one of: {models}.</source>
        <translation>Fügen Sie --model mit einem von diesen hinzu: {models}.</translation>
    </message>
    <message>
        <source>Add credit at the provider, then try again.</source>
        <translation>Laden Sie beim Anbieter Guthaben auf, und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>Add it again under Preferences, Providers.</source>
        <translation>Fügen Sie ihn unter Einstellungen, Anbieter wieder hinzu.</translation>
    </message>
    <message>
        <source>Add it there. A price, a limit or a date counts only with the day it was read (“as_of”) and where (“source”).</source>
        <translation>Tragen Sie das dort ein. Ein Preis, eine Grenze oder ein Datum zählt nur mit dem Tag, an dem es abgelesen wurde („as_of“), und der Quelle („source“).</translation>
    </message>
    <message>
        <source>Add pip to this Python, or install the TuneDesk that brings its training part along.</source>
        <translation>Fügen Sie diesem Python pip hinzu, oder installieren Sie das TuneDesk, das seinen Trainingsteil mitbringt.</translation>
    </message>
    <message>
        <source>Add rows that show more of what the model will meet; more passes over the same ones do not help.</source>
        <translation>Fügen Sie Zeilen hinzu, die mehr von dem zeigen, was dem Modell begegnen wird; mehr Durchgänge durch dieselben helfen nicht.</translation>
    </message>
    <message>
        <source>Add rows, or move rows from the other parts to training. 50 to 100 good rows are a fine start.</source>
        <translation>Fügen Sie Zeilen hinzu, oder verschieben Sie Zeilen aus den anderen Teilen ins Training. 50 bis 100 gute Zeilen sind ein schöner Anfang.</translation>
    </message>
    <message>
        <source>Address for news of versions</source>
        <translation>Adresse für Neuigkeiten von Versionen</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>Rat</translation>
    </message>
    <message>
        <source>After a call the result has to follow before anybody else speaks. A provider refuses the file otherwise.</source>
        <translation>Auf einen Aufruf muss das Ergebnis folgen, bevor jemand anders spricht. Sonst nimmt ein Anbieter die Datei nicht an.</translation>
    </message>
    <message>
        <source>Agree on the model&apos;s page with the account the token is from, or enter the token of another account.</source>
        <translation>Stimmen Sie auf der Seite des Modells mit dem Konto zu, aus dem das Token stammt, oder geben Sie das Token eines anderen Kontos ein.</translation>
    </message>
    <message>
        <source>All answers are the same.</source>
        <translation>Alle Antworten sind gleich.</translation>
    </message>
    <message>
        <source>All questions are the same.</source>
        <translation>Alle Fragen sind gleich.</translation>
    </message>
    <message>
        <source>All their answers have the weight 0, which means “do not learn this”.</source>
        <translation>Alle Antworten darin haben das Gewicht 0, und das heißt „dies nicht lernen“.</translation>
    </message>
    <message>
        <source>All words grow together; nothing is cut off.</source>
        <translation>Alle Wörter wachsen mit; nichts wird abgeschnitten.</translation>
    </message>
    <message>
        <source>Allow connections in the preferences under Network, then look again.</source>
        <translation>Erlauben Sie Verbindungen in den Einstellungen unter Netzwerk, und sehen Sie dann noch einmal nach.</translation>
    </message>
    <message>
        <source>Allow connections in the preferences under Network, then start again.</source>
        <translation>Erlauben Sie Verbindungen in den Einstellungen unter Netzwerk, und beginnen Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>An address begins with https:// (or http:// in your own network) and names a computer; it holds no password.</source>
        <translation>Eine Adresse beginnt mit https:// (oder im eigenen Netz mit http://) und nennt einen Computer; ein Passwort steht nicht darin.</translation>
    </message>
    <message>
        <source>An empty instruction (system message) says nothing, and some providers refuse it.</source>
        <translation>Eine leere Anweisung (Systemnachricht) sagt nichts, und manche Anbieter nehmen sie nicht an.</translation>
    </message>
    <message>
        <source>An end mark (stop sequence) should be short, such as “{shown}”. If the text belongs to your answers, leave it as it is.</source>
        <translation>Eine Endmarke (Stoppfolge) sollte kurz sein, etwa „{shown}“. Gehört der Text zu Ihren Antworten, lassen Sie ihn, wie er ist.</translation>
    </message>
    <message>
        <source>An export never writes over anything, so nothing was changed.</source>
        <translation>Ein Export überschreibt nie etwas, deshalb wurde nichts geändert.</translation>
    </message>
    <message>
        <source>An instruction (system message) belongs to the beginning. Many open models cannot read it elsewhere.</source>
        <translation>Eine Anweisung (Systemnachricht) gehört an den Anfang. Viele offene Modelle können sie anderswo nicht lesen.</translation>
    </message>
    <message>
        <source>An open model of your choice</source>
        <translation>Ein offenes Modell Ihrer Wahl</translation>
    </message>
    <message>
        <source>Another computer with TuneDesk&apos;s engine</source>
        <translation>Ein anderer Computer mit der Engine von TuneDesk</translation>
    </message>
    <message>
        <source>Another language is spoken from the next start of TuneDesk on.</source>
        <translation>Eine andere Sprache gilt ab dem nächsten Start von TuneDesk.</translation>
    </message>
    <message>
        <source>Another provider</source>
        <translation>Ein anderer Anbieter</translation>
    </message>
    <message>
        <source>Another window is bringing things home into {folder}.</source>
        <translation>Ein anderes Fenster holt gerade etwas nach Hause, in den Ordner {folder}.</translation>
    </message>
    <message>
        <source>Another window or terminal is at it, so nothing was begun here.</source>
        <translation>Ein anderes Fenster oder Terminal ist dabei; hier wurde nichts begonnen.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Answer its question and try again, or keep the key for this session only.</source>
        <translation>Beantworten Sie seine Frage, und versuchen Sie es noch einmal, oder behalten Sie den Schlüssel nur für diese Sitzung.</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Answers that do not begin with a space: {count}</source>
        <translation>Antworten, die nicht mit einem Leerzeichen beginnen: {count}</translation>
    </message>
    <message>
        <source>Answers that hold their end mark “{mark}” more than once: {count}</source>
        <translation>Antworten, in denen ihre Endmarke „{mark}“ mehr als einmal steht: {count}</translation>
    </message>
    <message>
        <source>Answers that refuse: {count} ({share} %)</source>
        <translation>Antworten, die ablehnen: {count} ({share} %)</translation>
    </message>
    <message>
        <source>Answers with spaces or empty lines around them: {count}</source>
        <translation>Antworten mit Leerzeichen oder Leerzeilen außen herum: {count}</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Ask again, or choose another comparison.</source>
        <translation>Fragen Sie noch einmal, oder wählen Sie einen anderen Vergleich.</translation>
    </message>
    <message>
        <source>Ask wherever you got it, or enter the address in the preferences under Network.</source>
        <translation>Fragen Sie dort, woher Sie es haben, oder tragen Sie die Adresse in den Einstellungen unter Netzwerk ein.</translation>
    </message>
    <message>
        <source>Ask whoever gave it to you for a new one. Packs that TuneDesk makes open without this.</source>
        <translation>Bitten Sie den, von dem Sie es haben, um ein neues. Pakete von TuneDesk lassen sich ohne Weiteres öffnen.</translation>
    </message>
    <message>
        <source>Ask whoever runs it what a training costs and how to set a limit, before you start.</source>
        <translation>Fragen Sie vor dem Start die Betreiber, was ein Training kostet und wie sich eine Grenze setzen lässt.</translation>
    </message>
    <message>
        <source>At least one of them is still in {folder}.</source>
        <translation>Mindestens eine davon liegt noch in {folder}.</translation>
    </message>
    <message>
        <source>At letter {at} a name in straight quotation marks (&quot;) is missing, or there is a comma too many.</source>
        <translation>Bei Zeichen {at} fehlt ein Name in geraden Anführungszeichen (&quot;), oder es steht ein Komma zu viel da.</translation>
    </message>
    <message>
        <source>At letter {at} stands a single quotation mark (&apos;) where JSON wants a double one (&quot;).</source>
        <translation>Bei Zeichen {at} steht ein einfaches Anführungszeichen (&apos;), wo JSON ein doppeltes (&quot;) verlangt.</translation>
    </message>
    <message>
        <source>At temperature 0 the likeliest word is always taken, so repeats there will be alike.</source>
        <translation>Bei Temperatur 0 wird immer das wahrscheinlichste Wort genommen, deshalb werden Wiederholungen dort gleich ausfallen.</translation>
    </message>
    <message>
        <source>At temperature 0 the share of likely words (top_p) changes nothing: those settings will answer alike.</source>
        <translation>Bei Temperatur 0 ändert der Anteil der wahrscheinlichen Wörter (top_p) nichts: Diese Einstellungen werden gleich antworten.</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>Basismodell</translation>
    </message>
    <message>
        <source>Begin a new one, or choose another one from the list.</source>
        <translation>Beginnen Sie ein neues, oder wählen Sie ein anderes aus der Liste.</translation>
    </message>
    <message>
        <source>Begin a new search, or choose another one.</source>
        <translation>Beginnen Sie eine neue Suche, oder wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>Blind vote</source>
        <translation>Blindabstimmung</translation>
    </message>
    <message>
        <source>Blind votes against {other}: it gets {value} % ({low} to {high} %) of {votes} votes, a tie counting half.</source>
        <translation>Blindabstimmung gegen {other}: Es erhält {value} % ({low} bis {high} %) von {votes} Stimmen; unentschieden zählt halb.</translation>
    </message>
    <message>
        <source>Both answers have to be messages of the assistant.</source>
        <translation>Beide Antworten müssen Nachrichten des Assistenten sein.</translation>
    </message>
    <message>
        <source>Bring a backup back with “File, Backups”, and keep the damaged file: much of it can usually be read.</source>
        <translation>Holen Sie mit „Datei, Sicherungen“ eine Sicherung zurück, und behalten Sie die beschädigte Datei: Vieles darin lässt sich meist noch lesen.</translation>
    </message>
    <message>
        <source>Brought home from {provider}</source>
        <translation>Von {provider} nach Hause geholt</translation>
    </message>
    <message>
        <source>Capitals, spaces and punctuation apart, these rows stand in the table already. Look whether the difference is meant.</source>
        <translation>Abgesehen von Großschreibung, Leerzeichen und Satzzeichen stehen diese Zeilen schon in der Tabelle. Sehen Sie nach, ob der Unterschied gewollt ist.</translation>
    </message>
    <message>
        <source>Certificate of your network</source>
        <translation>Zertifikat Ihres Netzwerks</translation>
    </message>
    <message>
        <source>Change the template or the lists of values, and try again.</source>
        <translation>Ändern Sie die Vorlage oder die Wertelisten, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Change what the sentence names, then try again.</source>
        <translation>Ändern Sie, was der Satz nennt, und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>Chats, prompts with completions, and pairs cannot be trained together in one file.</source>
        <translation>Chats, Prompts mit Completion und Paare lassen sich nicht zusammen in einer Datei trainieren.</translation>
    </message>
    <message>
        <source>Check that the file is there and that you may open it, then choose it again.</source>
        <translation>Prüfen Sie, ob die Datei da ist und sich öffnen lässt, und wählen Sie sie dann noch einmal.</translation>
    </message>
    <message>
        <source>Check the address in the preferences under Network, or look again later.</source>
        <translation>Prüfen Sie die Adresse in den Einstellungen unter Netzwerk, oder sehen Sie später noch einmal nach.</translation>
    </message>
    <message>
        <source>Check the connection, and proxy and certificates in the preferences under Network. Then start again.</source>
        <translation>Prüfen Sie die Verbindung, und Proxy und Zertifikate in den Einstellungen unter Netzwerk. Beginnen Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>Check the connection, then look again.</source>
        <translation>Prüfen Sie die Verbindung, und sehen Sie dann noch einmal nach.</translation>
    </message>
    <message>
        <source>Check the internet connection and the free disk space, then try again. The reason is in the details.</source>
        <translation>Prüfen Sie die Internetverbindung und den freien Speicherplatz, und versuchen Sie es dann noch einmal. Der Grund steht in den Einzelheiten.</translation>
    </message>
    <message>
        <source>Check the internet connection, then try again.</source>
        <translation>Prüfen Sie die Internetverbindung, und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>Check which account the key belongs to; if the training was deleted, start it again.</source>
        <translation>Prüfen Sie, zu welchem Konto der Schlüssel gehört; wurde das Training gelöscht, starten Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Zwischenstand (Checkpoint)</translation>
    </message>
    <message>
        <source>Checksum, or why not</source>
        <translation>Prüfsumme, oder warum nicht</translation>
    </message>
    <message>
        <source>Choose CSV, Parquet or JSON Lines, which hold texts of any length, or shorten these rows.</source>
        <translation>Wählen Sie CSV, Parquet oder JSON Lines, die Texte jeder Länge fassen, oder kürzen Sie diese Zeilen.</translation>
    </message>
    <message>
        <source>Choose CSV, Parquet or JSON Lines.</source>
        <translation>Wählen Sie CSV, Parquet oder JSON Lines.</translation>
    </message>
    <message>
        <source>Choose JSON Lines, or leave the additional keys out.</source>
        <translation>Wählen Sie JSON Lines, oder lassen Sie die zusätzlichen Schlüssel weg.</translation>
    </message>
    <message>
        <source>Choose JSON Lines, which keeps them as they are.</source>
        <translation>Wählen Sie JSON Lines; dort bleiben sie, wie sie sind.</translation>
    </message>
    <message>
        <source>Choose a file that ends with .tunedeskpack, and copy it whole.</source>
        <translation>Wählen Sie eine Datei, die auf .tunedeskpack endet, und kopieren Sie sie ganz.</translation>
    </message>
    <message>
        <source>Choose a folder you may write to, with enough free space, and save the copy again.</source>
        <translation>Wählen Sie einen Ordner, in den Sie schreiben dürfen und in dem genug Platz ist, und speichern Sie die Kopie noch einmal.</translation>
    </message>
    <message>
        <source>Choose a folder you may write to, with enough free space.</source>
        <translation>Wählen Sie einen Ordner, in den Sie schreiben dürfen und in dem genug Platz ist.</translation>
    </message>
    <message>
        <source>Choose a model whose weights are in the format safetensors or GGUF and that brings no program code.</source>
        <translation>Wählen Sie ein Modell, dessen Gewichte im Format safetensors oder GGUF vorliegen und das keinen Programmcode mitbringt.</translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation>Wählen Sie ein Modell.</translation>
    </message>
    <message>
        <source>Choose a part that has rows.</source>
        <translation>Wählen Sie einen Teil, der Zeilen hat.</translation>
    </message>
    <message>
        <source>Choose a table: an Excel or OpenDocument workbook, CSV, JSON or plain text.</source>
        <translation>Wählen Sie eine Tabelle: eine Arbeitsmappe von Excel oder OpenDocument, CSV, JSON oder reinen Text.</translation>
    </message>
    <message>
        <source>Choose a tuned model.</source>
        <translation>Wählen Sie ein trainiertes Modell.</translation>
    </message>
    <message>
        <source>Choose an encoding from the list, or let TuneDesk find it out.</source>
        <translation>Wählen Sie eine Kodierung aus der Liste, oder lassen Sie TuneDesk sie herausfinden.</translation>
    </message>
    <message>
        <source>Choose another conversation, or begin a new one.</source>
        <translation>Wählen Sie ein anderes Gespräch, oder beginnen Sie ein neues.</translation>
    </message>
    <message>
        <source>Choose another folder or another disk, and try again.</source>
        <translation>Wählen Sie einen anderen Ordner oder Datenträger, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Choose another folder with --out, or say --replace.</source>
        <translation>Wählen Sie mit --out einen anderen Ordner, oder schreiben Sie --replace.</translation>
    </message>
    <message>
        <source>Choose another folder, or make room and try again.</source>
        <translation>Wählen Sie einen anderen Ordner, oder schaffen Sie Platz, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Choose another format, or install TuneDesk with its extra “parquet”.</source>
        <translation>Wählen Sie ein anderes Format, oder installieren Sie TuneDesk mit dem Zusatz „parquet“.</translation>
    </message>
    <message>
        <source>Choose another kind of file on this page, or look at the file in a text editor.</source>
        <translation>Wählen Sie auf dieser Seite eine andere Art von Datei, oder sehen Sie sich die Datei in einem Texteditor an.</translation>
    </message>
    <message>
        <source>Choose another model to read the rows.</source>
        <translation>Wählen Sie ein anderes Modell, um die Zeilen zu lesen.</translation>
    </message>
    <message>
        <source>Choose another model under what the data is for.</source>
        <translation>Wählen Sie unter „Wofür die Daten sind“ ein anderes Modell.</translation>
    </message>
    <message>
        <source>Choose another model, or train it again.</source>
        <translation>Wählen Sie ein anderes Modell, oder trainieren Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Choose another model. On this computer it is all-MiniLM-L6-v2.</source>
        <translation>Wählen Sie ein anderes Modell. Auf diesem Computer ist es all-MiniLM-L6-v2.</translation>
    </message>
    <message>
        <source>Choose another model; those in the list are known to work.</source>
        <translation>Wählen Sie ein anderes Modell; die aus der Liste sind erprobt.</translation>
    </message>
    <message>
        <source>Choose another name for the copy.</source>
        <translation>Wählen Sie einen anderen Namen für die Kopie.</translation>
    </message>
    <message>
        <source>Choose another name, or empty that folder first.</source>
        <translation>Wählen Sie einen anderen Namen, oder leeren Sie zuerst diesen Ordner.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Choose another place, or look whether that one may be written to, and try again.</source>
        <translation>Wählen Sie einen anderen Ort, oder sehen Sie nach, ob dort geschrieben werden darf, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Choose another receiver, or bring the rows into another kind with the wizard.</source>
        <translation>Wählen Sie einen anderen Empfänger, oder bringen Sie die Zeilen mit dem Import-Assistenten in eine andere Form.</translation>
    </message>
    <message>
        <source>Choose another sheet.</source>
        <translation>Wählen Sie ein anderes Blatt.</translation>
    </message>
    <message>
        <source>Choose another test, or begin a new one.</source>
        <translation>Wählen Sie einen anderen Test, oder beginnen Sie einen neuen.</translation>
    </message>
    <message>
        <source>Choose answers in the list, or ask for those that are missing.</source>
        <translation>Wählen Sie Antworten in der Liste, oder fragen Sie nach denen, die fehlen.</translation>
    </message>
    <message>
        <source>Choose learning from examples in the plan, or bring rows with a better and a worse answer.</source>
        <translation>Wählen Sie im Plan das Lernen aus Beispielen, oder bringen Sie Zeilen mit einer besseren und einer schlechteren Antwort.</translation>
    </message>
    <message>
        <source>Choose one of its sheets.</source>
        <translation>Wählen Sie eines ihrer Blätter.</translation>
    </message>
    <message>
        <source>Choose one of these with --target: {known}.</source>
        <translation>Wählen Sie mit --target eines von diesen: {known}.</translation>
    </message>
    <message>
        <source>Choose other rows, or another column.</source>
        <translation>Wählen Sie andere Zeilen oder eine andere Spalte.</translation>
    </message>
    <message>
        <source>Choose other rows, or type a prompt of your own.</source>
        <translation>Wählen Sie andere Zeilen, oder tippen Sie einen eigenen Prompt.</translation>
    </message>
    <message>
        <source>Choose the .pem or .crt file that your administrator gave you.</source>
        <translation>Wählen Sie die Datei .pem oder .crt, die Ihre Administration Ihnen gegeben hat.</translation>
    </message>
    <message>
        <source>Choose the column that holds the answer.</source>
        <translation>Wählen Sie die Spalte mit der Antwort.</translation>
    </message>
    <message>
        <source>Choose the column that holds the worse answer.</source>
        <translation>Wählen Sie die Spalte mit der schlechteren Antwort.</translation>
    </message>
    <message>
        <source>Choose the column that holds what is asked, or put one in braces into the template.</source>
        <translation>Wählen Sie die Spalte mit dem, was gefragt wird, oder setzen Sie eine in geschweiften Klammern in die Vorlage.</translation>
    </message>
    <message>
        <source>Choose the comma, the semicolon, the tab or another single character.</source>
        <translation>Wählen Sie das Komma, das Semikolon, den Tabulator oder ein anderes einzelnes Zeichen.</translation>
    </message>
    <message>
        <source>Choose the file again.</source>
        <translation>Wählen Sie die Datei noch einmal.</translation>
    </message>
    <message>
        <source>Choose the file that holds your questions and answers.</source>
        <translation>Wählen Sie die Datei mit Ihren Fragen und Antworten.</translation>
    </message>
    <message>
        <source>Choose the file you mean; it may lie in this folder.</source>
        <translation>Wählen Sie die Datei, die Sie meinen; sie liegt vielleicht in diesem Ordner.</translation>
    </message>
    <message>
        <source>Choose the folder in which these files lie themselves, or a single file that ends with .gguf.</source>
        <translation>Wählen Sie den Ordner, in dem diese Dateien selbst liegen, oder eine einzelne Datei, die auf .gguf endet.</translation>
    </message>
    <message>
        <source>Choose the results.csv that the provider gave for the training.</source>
        <translation>Wählen Sie die results.csv, die der Anbieter zu dem Training geliefert hat.</translation>
    </message>
    <message>
        <source>Choose “Forget it” for the old plan, and start the training again with the rows as they are now.</source>
        <translation>Wählen Sie beim alten Plan „Vergessen“, und starten Sie das Training noch einmal mit den Zeilen, wie sie jetzt sind.</translation>
    </message>
    <message>
        <source>Choose “Go on” in a minute: TuneDesk looks again first, and starts it only if it is not there.</source>
        <translation>Wählen Sie in einer Minute „Fortsetzen“: TuneDesk sieht erst noch einmal nach und startet es nur, wenn es nicht da ist.</translation>
    </message>
    <message>
        <source>Choose “Set up training on this computer” in the menu File (in a terminal: tunedesk engine setup).</source>
        <translation>Wählen Sie „Training auf diesem Computer einrichten“ im Menü Datei (im Terminal: tunedesk engine setup).</translation>
    </message>
    <message>
        <source>Choose “What was learned alone (adapter)”, which needs the base model beside it.</source>
        <translation>Wählen Sie „Nur das Gelernte (Adapter)“; das braucht das Basismodell daneben.</translation>
    </message>
    <message>
        <source>Choose “Whole model (safetensors)” instead, or a model of the families Llama and Qwen.</source>
        <translation>Wählen Sie stattdessen „Ganzes Modell (safetensors)“ oder ein Modell der Familien Llama und Qwen.</translation>
    </message>
    <message>
        <source>Choose “Whole model (safetensors)” instead.</source>
        <translation>Wählen Sie stattdessen „Ganzes Modell (safetensors)“.</translation>
    </message>
    <message>
        <source>Classes are measured on validation rows, and there are none.</source>
        <translation>Klassen werden an Validierungszeilen gemessen, und es gibt keine.</translation>
    </message>
    <message>
        <source>Classes with fewer than 100 rows: {small} of {classes}</source>
        <translation>Klassen mit weniger als 100 Zeilen: {small} von {classes}</translation>
    </message>
    <message>
        <source>Classes with one row only: {sample}</source>
        <translation>Klassen mit nur einer Zeile: {sample}</translation>
    </message>
    <message>
        <source>Classes written in different ways: {sample}</source>
        <translation>Klassen in verschiedenen Schreibweisen: {sample}</translation>
    </message>
    <message>
        <source>Close the file in other programs, check that you may read it, and try again.</source>
        <translation>Schließen Sie die Datei in anderen Programmen, prüfen Sie, ob Sie sie lesen dürfen, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Close the other program (or wait for a backup to end) and make the change again.</source>
        <translation>Schließen Sie das andere Programm (oder warten Sie, bis eine Sicherung zu Ende ist), und machen Sie die Änderung noch einmal.</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Spalte</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Columns that are not used ({number}): {columns}</source>
        <translation>Spalten, die nicht verwendet werden ({number}): {columns}</translation>
    </message>
    <message>
        <source>Columns that begin far down in the file ({number}): {columns}</source>
        <translation>Spalten, die erst weit unten in der Datei beginnen ({number}): {columns}</translation>
    </message>
    <message>
        <source>Columns that no model reads (a number, a remark) are left behind.</source>
        <translation>Spalten, die kein Modell liest (eine Nummer, eine Bemerkung), bleiben zurück.</translation>
    </message>
    <message>
        <source>Compare its answers with those of the base model.</source>
        <translation>Vergleichen Sie seine Antworten mit denen des Basismodells.</translation>
    </message>
    <message>
        <source>Compare its answers. With more rows, or a pass less, the two would stay closer together.</source>
        <translation>Vergleichen Sie seine Antworten. Mit mehr Zeilen oder einem Durchgang weniger blieben die beiden näher beieinander.</translation>
    </message>
    <message>
        <source>Compare meanings (embeddings): nothing needs to be trained.</source>
        <translation>Bedeutungen vergleichen (Einbettungen): Nichts muss trainiert werden.</translation>
    </message>
    <message>
        <source>Compare the name with the model&apos;s page. If the model is private, enter a hub token.</source>
        <translation>Vergleichen Sie den Namen mit der Seite des Modells. Ist das Modell privat, geben Sie ein Hub-Token ein.</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>Conversations are kept in a project, and rows belong to one.</source>
        <translation>Gespräche werden in einem Projekt aufbewahrt, und Zeilen gehören zu einem Projekt.</translation>
    </message>
    <message>
        <source>Conversations in which a call of a tool stays without result: {count}</source>
        <translation>Gespräche, in denen ein Tool-Aufruf ohne Ergebnis bleibt: {count}</translation>
    </message>
    <message>
        <source>Conversations in which nobody asks: {count}</source>
        <translation>Gespräche, in denen niemand fragt: {count}</translation>
    </message>
    <message>
        <source>Conversations in which question and answer do not take turns: {count}</source>
        <translation>Gespräche, in denen Frage und Antwort sich nicht abwechseln: {count}</translation>
    </message>
    <message>
        <source>Conversations of which nothing is learnt: {count}</source>
        <translation>Gespräche, aus denen nichts gelernt wird: {count}</translation>
    </message>
    <message>
        <source>Conversations that call a tool they do not list: {count}</source>
        <translation>Gespräche, die ein Tool aufrufen, das sie nicht aufführen: {count}</translation>
    </message>
    <message>
        <source>Conversations that call a tool with something unreadable: {count}</source>
        <translation>Gespräche, die ein Tool mit etwas Unlesbarem aufrufen: {count}</translation>
    </message>
    <message>
        <source>Conversations that do not end with an answer: {count}</source>
        <translation>Gespräche, die nicht mit einer Antwort enden: {count}</translation>
    </message>
    <message>
        <source>Conversations that give a tool an object where a text is due: {count}</source>
        <translation>Gespräche, die einem Tool ein Objekt geben, wo ein Text hingehört: {count}</translation>
    </message>
    <message>
        <source>Conversations that name their speakers differently: {count}</source>
        <translation>Gespräche, die ihre Sprecher anders nennen: {count}</translation>
    </message>
    <message>
        <source>Conversations whose last answer is empty: {count}</source>
        <translation>Gespräche, deren letzte Antwort leer ist: {count}</translation>
    </message>
    <message>
        <source>Conversations with a call of a tool that is not complete: {count}</source>
        <translation>Gespräche mit einem Tool-Aufruf, der nicht vollständig ist: {count}</translation>
    </message>
    <message>
        <source>Conversations with a speaker nobody knows: {count}</source>
        <translation>Gespräche mit einem Sprecher, den niemand kennt: {count}</translation>
    </message>
    <message>
        <source>Conversations with a system message in the middle: {count}</source>
        <translation>Gespräche mit einer Systemnachricht in der Mitte: {count}</translation>
    </message>
    <message>
        <source>Conversations with an empty message in between: {count}</source>
        <translation>Gespräche mit einer leeren Nachricht dazwischen: {count}</translation>
    </message>
    <message>
        <source>Conversations with an empty system message: {count}</source>
        <translation>Gespräche mit einer leeren Systemnachricht: {count}</translation>
    </message>
    <message>
        <source>Conversations with the result of a tool nobody called: {count}</source>
        <translation>Gespräche mit dem Ergebnis eines Tools, das niemand aufgerufen hat: {count}</translation>
    </message>
    <message>
        <source>Conversations with weights that are not 0 or 1: {count}</source>
        <translation>Gespräche mit Gewichten, die weder 0 noch 1 sind: {count}</translation>
    </message>
    <message>
        <source>Conversations without an answer: {count}</source>
        <translation>Gespräche ohne Antwort: {count}</translation>
    </message>
    <message>
        <source>Copy it once more from where it came, or pack the project again.</source>
        <translation>Kopieren Sie es noch einmal von dort, woher es kam, oder packen Sie das Projekt neu.</translation>
    </message>
    <message>
        <source>Copy it to this computer&apos;s own disk and try again.</source>
        <translation>Kopieren Sie es auf den eigenen Datenträger dieses Computers, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Copy the address from the documentation of your provider. It often ends with /v1.</source>
        <translation>Kopieren Sie die Adresse aus der Dokumentation Ihres Anbieters. Oft endet sie auf /v1.</translation>
    </message>
    <message>
        <source>Copy the folder “tunedesk” into LM Studio&apos;s folder of models (My Models shows where it is), or run this command here. Then load the model in LM Studio and, for the code, start its server. LM Studio was not at hand when this was made, so that step was not tried.</source>
        <translation>Kopieren Sie den Ordner „tunedesk“ in den Modellordner von LM Studio (My Models zeigt, wo er liegt), oder führen Sie diesen Befehl hier aus. Laden Sie dann das Modell in LM Studio, und starten Sie für den Code dessen Server. LM Studio war nicht zur Hand, als dies entstand; dieser Schritt ist also nicht erprobt.</translation>
    </message>
    <message>
        <source>Copy the project to a folder of your own and open it there.</source>
        <translation>Kopieren Sie das Projekt in einen eigenen Ordner, und öffnen Sie es dort.</translation>
    </message>
    <message>
        <source>Copy the questions and answers into a spreadsheet and choose that, or save single lines as plain text (.txt).</source>
        <translation>Kopieren Sie die Fragen und Antworten in eine Tabellenkalkulation, und wählen Sie deren Datei, oder speichern Sie einzelne Zeilen als reinen Text (.txt).</translation>
    </message>
    <message>
        <source>Copy the whole key from the page of your provider and paste it again.</source>
        <translation>Kopieren Sie den ganzen Schlüssel von der Seite Ihres Anbieters, und fügen Sie ihn noch einmal ein.</translation>
    </message>
    <message>
        <source>Correct the file, or say template and values on the command line.</source>
        <translation>Berichtigen Sie die Datei, oder geben Sie Vorlage und Werte auf der Befehlszeile an.</translation>
    </message>
    <message>
        <source>Correct the number, or the answers that are spelled in two ways.</source>
        <translation>Berichtigen Sie die Zahl oder die Antworten, die auf zwei Arten geschrieben sind.</translation>
    </message>
    <message>
        <source>Could not be had: {missing}. The report says what is home and what is not: {report}</source>
        <translation>Nicht zu bekommen: {missing}. Der Bericht sagt, was zu Hause ist und was nicht: {report}</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Delete or rename the other one, then put this one back.</source>
        <translation>Löschen Sie das andere, oder benennen Sie es um, und legen Sie dieses dann zurück.</translation>
    </message>
    <message>
        <source>Delete the character in these rows, then export again.</source>
        <translation>Löschen Sie das Zeichen in diesen Zeilen, und exportieren Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>Delete these files on the page of your provider, or ask whoever runs it.</source>
        <translation>Löschen Sie diese Dateien auf der Seite Ihres Anbieters, oder bitten Sie die Betreiber darum.</translation>
    </message>
    <message>
        <source>Deutsch</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>Divide the rows among several projects, or keep the most telling ones.</source>
        <translation>Verteilen Sie die Zeilen auf mehrere Projekte, oder behalten Sie die aussagekräftigsten.</translation>
    </message>
    <message>
        <source>Do not use it. Ask whoever gave it to you where it is from.</source>
        <translation>Verwenden Sie es nicht. Fragen Sie den, von dem Sie es haben, woher es stammt.</translation>
    </message>
    <message>
        <source>Done: {act} (rows changed: {count}).</source>
        <translation>Erledigt: {act} (geänderte Zeilen: {count}).</translation>
    </message>
    <message>
        <source>Each of the two answers has to be a single message at most providers.</source>
        <translation>Bei den meisten Anbietern muss jede der beiden Antworten eine einzelne Nachricht sein.</translation>
    </message>
    <message>
        <source>Each prompt is asked once, so it cannot be seen how much the answers vary.</source>
        <translation>Jeder Prompt wird einmal gefragt, deshalb lässt sich nicht sehen, wie sehr die Antworten schwanken.</translation>
    </message>
    <message>
        <source>Each result has to name the call it belongs to. A provider refuses the file otherwise.</source>
        <translation>Jedes Ergebnis muss den Aufruf nennen, zu dem es gehört. Sonst nimmt ein Anbieter die Datei nicht an.</translation>
    </message>
    <message>
        <source>Each row&apos;s text is first turned into numbers (an embedding) by a model.</source>
        <translation>Zuerst verwandelt ein Modell den Text jeder Zeile in Zahlen (eine Einbettung, Embedding).</translation>
    </message>
    <message>
        <source>Each tool needs the type “function” and a name. A provider refuses the file otherwise.</source>
        <translation>Jedes Tool braucht den Typ „function“ und einen Namen. Sonst nimmt ein Anbieter die Datei nicht an.</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>Einbettung (Embedding)</translation>
    </message>
    <message>
        <source>Empty the bin, free some room under Models, Storage, or choose another disk.</source>
        <translation>Leeren Sie den Papierkorb, schaffen Sie unter Modelle, Speicherplatz Platz, oder wählen Sie einen anderen Datenträger.</translation>
    </message>
    <message>
        <source>Empty the bin, or remove a model you do not need any more. What has come is kept, and you can go on.</source>
        <translation>Leeren Sie den Papierkorb, oder entfernen Sie ein Modell, das Sie nicht mehr brauchen. Was schon da ist, bleibt, und Sie können weitermachen.</translation>
    </message>
    <message>
        <source>End mark (stop sequence)</source>
        <translation>Endzeichen (Stoppfolge)</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Enter the key once more under Preferences, Providers.</source>
        <translation>Geben Sie den Schlüssel unter Einstellungen, Anbieter noch einmal ein.</translation>
    </message>
    <message>
        <source>Enter the key under Preferences, Providers.</source>
        <translation>Geben Sie den Schlüssel unter Einstellungen, Anbieter ein.</translation>
    </message>
    <message>
        <source>Español</source>
        <translation>Español</translation>
    </message>
    <message>
        <source>Every answer begins with “{shown}”.</source>
        <translation>Jede Antwort beginnt mit „{shown}“.</translation>
    </message>
    <message>
        <source>Every answer ends with a long text: “{mark}”</source>
        <translation>Jede Antwort endet mit einem langen Text: „{mark}“</translation>
    </message>
    <message>
        <source>Every answer ends with “{mark}”.</source>
        <translation>Jede Antwort endet mit „{mark}“.</translation>
    </message>
    <message>
        <source>Every question begins with “{shown}”.</source>
        <translation>Jede Frage beginnt mit „{shown}“.</translation>
    </message>
    <message>
        <source>Every question ends with a long text: “{mark}”</source>
        <translation>Jede Frage endet mit einem langen Text: „{mark}“</translation>
    </message>
    <message>
        <source>Every question ends with “{mark}”.</source>
        <translation>Jede Frage endet mit „{mark}“.</translation>
    </message>
    <message>
        <source>Everything that came before it is safe there.</source>
        <translation>Alles, was davor kam, ist dort sicher.</translation>
    </message>
    <message>
        <source>Everything that was chosen is home.</source>
        <translation>Alles, was ausgewählt war, ist zu Hause.</translation>
    </message>
    <message>
        <source>Examples out</source>
        <translation>Beispiele am Ende</translation>
    </message>
    <message>
        <source>Examples that were taken out: {count}</source>
        <translation>Herausgenommene Beispiele: {count}</translation>
    </message>
    <message>
        <source>Expected answer</source>
        <translation>Erwartete Antwort</translation>
    </message>
    <message>
        <source>Export the parts that hold one kind each, or bring all rows into one kind.</source>
        <translation>Exportieren Sie die Teile, die je nur eine Art enthalten, oder bringen Sie alle Zeilen in eine Art.</translation>
    </message>
    <message>
        <source>Fetch it or train it again.</source>
        <translation>Holen oder trainieren Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Fetch the base model again if it is missing, then try once more.</source>
        <translation>Holen Sie das Basismodell noch einmal, falls es fehlt, und versuchen Sie es dann wieder.</translation>
    </message>
    <message>
        <source>Few different answers come back again and again (classification). Keep some rows of each class aside, so that you can count how often the model is right.</source>
        <translation>Wenige verschiedene Antworten kehren immer wieder (Klassifikation). Halten Sie von jeder Klasse einige Zeilen zurück, dann können Sie zählen, wie oft das Modell richtig liegt.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>File with the training rows (SHA-256)</source>
        <translation>Datei mit den Trainingszeilen (SHA-256)</translation>
    </message>
    <message>
        <source>File with the validation rows (SHA-256)</source>
        <translation>Datei mit den Validierungszeilen (SHA-256)</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>Fine-tuning</source>
        <translation>Feinabstimmung (Fine-tuning)</translation>
    </message>
    <message>
        <source>Fingerprint of all rows (SHA-256)</source>
        <translation>Fingerabdruck aller Zeilen (SHA-256)</translation>
    </message>
    <message>
        <source>Finish the test first, or let the judge mark each answer by itself.</source>
        <translation>Führen Sie zuerst den Test zu Ende, oder lassen Sie den Richter jede Antwort für sich bewerten.</translation>
    </message>
    <message>
        <source>First gather more examples, then train (fine-tuning).</source>
        <translation>Erst mehr Beispiele sammeln, dann trainieren (Feinabstimmung).</translation>
    </message>
    <message>
        <source>For example http://proxy.school.example:8080; empty for the one your system uses.</source>
        <translation>Zum Beispiel http://proxy.school.example:8080; leer für den, den Ihr System verwendet.</translation>
    </message>
    <message>
        <source>For your IT department: an address that begins with https:// and gives version, date, page and notes as JSON.</source>
        <translation>Für Ihre IT-Abteilung: eine Adresse, die mit https:// beginnt und Version, Datum, Seite und Neuigkeiten als JSON liefert.</translation>
    </message>
    <message>
        <source>Forget what was read by this model, and read the rows again.</source>
        <translation>Vergessen Sie, was dieses Modell gelesen hat, und lesen Sie die Zeilen noch einmal.</translation>
    </message>
    <message>
        <source>Free some space in {folder}, or choose a folder on another disk.</source>
        <translation>Schaffen Sie Platz in {folder}, oder wählen Sie einen Ordner auf einem anderen Datenträger.</translation>
    </message>
    <message>
        <source>Free some space in {folder}, then make the change again.</source>
        <translation>Schaffen Sie Platz in {folder}, und machen Sie die Änderung dann noch einmal.</translation>
    </message>
    <message>
        <source>Free some space in {folder}, then try again. About as much as the file has is needed.</source>
        <translation>Schaffen Sie Platz in {folder}, und versuchen Sie es dann noch einmal. Gebraucht wird etwa so viel, wie die Datei groß ist.</translation>
    </message>
    <message>
        <source>Free some space on that disk, then try again.</source>
        <translation>Schaffen Sie Platz auf diesem Datenträger, und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>Free some space on the disk that holds {folder}. TuneDesk tries again by itself.</source>
        <translation>Schaffen Sie Platz auf dem Datenträger mit {folder}. TuneDesk versucht es von selbst wieder.</translation>
    </message>
    <message>
        <source>Free some space on the disk, or check that you may write to that folder.</source>
        <translation>Schaffen Sie Platz auf dem Datenträger, oder prüfen Sie, ob Sie in diesen Ordner schreiben dürfen.</translation>
    </message>
    <message>
        <source>Free some space on the disk, then try again.</source>
        <translation>Schaffen Sie Platz auf dem Datenträger, und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>Free some space, then start again.</source>
        <translation>Schaffen Sie Platz, und beginnen Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>From 50 to 100 good rows a model takes on tone and form. Each time you double the rows the answers improve by about the same step.</source>
        <translation>Ab 50 bis 100 guten Zeilen übernimmt ein Modell Ton und Form. Mit jeder Verdopplung der Zeilen werden die Antworten um etwa die gleiche Stufe besser.</translation>
    </message>
    <message>
        <source>From a single row a class cannot be learnt, and nothing is left to measure it with. Add rows, or take the class out.</source>
        <translation>Aus einer einzigen Zeile lässt sich eine Klasse nicht lernen, und zum Messen bleibt nichts übrig. Fügen Sie Zeilen hinzu, oder nehmen Sie die Klasse heraus.</translation>
    </message>
    <message>
        <source>From fewer than ten examples a model learns next to nothing; from 50 on one can see what it learned. A model can write drafts of more rows, which you read before they count.</source>
        <translation>Aus weniger als zehn Beispielen lernt ein Modell so gut wie nichts; ab 50 sieht man, was es gelernt hat. Ein Modell kann weitere Zeilen entwerfen, die Sie lesen, bevor sie zählen.</translation>
    </message>
    <message>
        <source>Get the file again, or open it in its own program and save it as CSV.</source>
        <translation>Besorgen Sie die Datei noch einmal, oder öffnen Sie sie in ihrem eigenen Programm und speichern Sie sie als CSV.</translation>
    </message>
    <message>
        <source>Get the file anew from where it came from, or open it in its own program and save it as CSV.</source>
        <translation>Besorgen Sie die Datei neu von dort, woher sie kam, oder öffnen Sie sie in ihrem eigenen Programm und speichern Sie sie als CSV.</translation>
    </message>
    <message>
        <source>Give each group in curly brackets an “id” (or a “name”), and no two the same.</source>
        <translation>Geben Sie jeder Gruppe in geschweiften Klammern eine „id“ (oder einen „name“), und keinen zweien dieselbe.</translation>
    </message>
    <message>
        <source>Go back to the first page, look at the file anew, then go on.</source>
        <translation>Gehen Sie zur ersten Seite zurück, sehen Sie sich die Datei neu an, und machen Sie dann weiter.</translation>
    </message>
    <message>
        <source>Go on later, or look at the provider&apos;s own page for what holds it up.</source>
        <translation>Machen Sie später weiter, oder sehen Sie auf der Seite des Anbieters nach, was die Sache aufhält.</translation>
    </message>
    <message>
        <source>Go to the other window, or close it first.</source>
        <translation>Gehen Sie zum anderen Fenster, oder schließen Sie es zuerst.</translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation>Gut zu wissen</translation>
    </message>
    <message>
        <source>Good: this end mark tells the model where to stop. Give it as stop sequence when you ask the trained model.</source>
        <translation>Gut: Diese Endmarke sagt dem Modell, wo es aufhören soll. Geben Sie sie als Stoppfolge an, wenn Sie das trainierte Modell fragen.</translation>
    </message>
    <message>
        <source>Good: this separator tells the model that its answer begins. End your questions to the trained model in the same way.</source>
        <translation>Gut: Dieses Trennzeichen sagt dem Modell, dass seine Antwort beginnt. Beenden Sie Ihre Fragen an das trainierte Modell auf dieselbe Weise.</translation>
    </message>
    <message>
        <source>Graded by {model}: {said}</source>
        <translation>Bewertet von {model}: {said}</translation>
    </message>
    <message>
        <source>Half-sent files are kept for an hour only.</source>
        <translation>Halb gesendete Dateien werden nur eine Stunde lang aufbewahrt.</translation>
    </message>
    <message>
        <source>Held out</source>
        <translation>Zurückgehalten</translation>
    </message>
    <message>
        <source>How far the model’s guesses are from the right answers. Lower is better.</source>
        <translation>Wie weit das, was das Modell rät, von den richtigen Antworten entfernt ist. Weniger ist besser.</translation>
    </message>
    <message>
        <source>How freely a model chooses its words: at 0 it always takes the likeliest one.</source>
        <translation>Wie frei ein Modell seine Wörter wählt: Bei 0 nimmt es immer das wahrscheinlichste.</translation>
    </message>
    <message>
        <source>How good it is</source>
        <translation>Wie gut es ist</translation>
    </message>
    <message>
        <source>How good it is on rows it has not seen is not known from enough rows.</source>
        <translation>Wie gut es bei Zeilen ist, die es nicht gesehen hat, ist noch nicht an genügend Zeilen gemessen.</translation>
    </message>
    <message>
        <source>How it ended</source>
        <translation>Wie es endete</translation>
    </message>
    <message>
        <source>How it was made</source>
        <translation>Wie es entstanden ist</translation>
    </message>
    <message>
        <source>How many rows the model looks at before it changes itself a little.</source>
        <translation>Wie viele Zeilen das Modell ansieht, bevor es sich selbst ein wenig ändert.</translation>
    </message>
    <message>
        <source>How much the model changes with each step. Too slow and it learns nothing, too fast and it forgets what it could do.</source>
        <translation>Wie sehr sich das Modell mit jedem Schritt ändert. Zu langsam, und es lernt nichts; zu schnell, und es vergisst, was es konnte.</translation>
    </message>
    <message>
        <source>How to use it</source>
        <translation>Wie man es verwendet</translation>
    </message>
    <message>
        <source>If the file is open in another program, close it there. Otherwise choose a folder you may write to.</source>
        <translation>Ist die Datei in einem anderen Programm offen, schließen Sie sie dort. Sonst wählen Sie einen Ordner, in den Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>In Token Factory open “API keys”, choose “Create API key” and give it a name. Copy it at once: it is shown only this one time.</source>
        <translation>Öffnen Sie in Token Factory „API keys“, wählen Sie „Create API key“, und geben Sie einen Namen ein. Kopieren Sie den Schlüssel sofort: Er wird nur dieses eine Mal gezeigt.</translation>
    </message>
    <message>
        <source>In Token Factory open “Billing”.</source>
        <translation>Öffnen Sie in Token Factory „Billing“.</translation>
    </message>
    <message>
        <source>In the Azure portal open your resource, then “Keys and Endpoint”, and copy one of the two keys. The name of the resource is the first word of its address.</source>
        <translation>Öffnen Sie im Azure-Portal Ihre Ressource, dann „Keys and Endpoint“ (Schlüssel und Endpunkt), und kopieren Sie einen der beiden Schlüssel. Der Name der Ressource ist das erste Wort ihrer Adresse.</translation>
    </message>
    <message>
        <source>In the Azure portal open “Cost Management”, then “Cost analysis”.</source>
        <translation>Öffnen Sie im Azure-Portal „Cost Management“, dann „Cost analysis“ (Kostenanalyse).</translation>
    </message>
    <message>
        <source>In the Foundry portal make a cost control for your resource (still a preview): it can send a notice or stop requests. A deployed model costs by the hour as well; delete the deployment when you no longer ask it.</source>
        <translation>Legen Sie im Foundry-Portal eine Kostenkontrolle für Ihre Ressource an (noch eine Vorschau): Sie kann eine Nachricht senden oder Anfragen anhalten. Ein bereitgestelltes Modell kostet außerdem nach Stunden; löschen Sie die Bereitstellung, wenn Sie es nicht mehr fragen.</translation>
    </message>
    <message>
        <source>In the console open the billing of your organisation.</source>
        <translation>Öffnen Sie in der Konsole die Abrechnung Ihrer Organisation.</translation>
    </message>
    <message>
        <source>In the console open “Manage Organization”, then “Security” and “Inference API keys”, and create a key. Copy it before you leave the page.</source>
        <translation>Öffnen Sie in der Konsole „Manage Organization“, dann „Security“ und „Inference API keys“, und legen Sie einen Schlüssel an. Kopieren Sie ihn, bevor Sie die Seite verlassen.</translation>
    </message>
    <message>
        <source>In the list of “{name}” these stand more than once and are asked about as often: {values}.</source>
        <translation>In der Liste von „{name}“ stehen diese mehr als einmal und werden entsprechend öfter gefragt: {values}.</translation>
    </message>
    <message>
        <source>Install TuneDesk again. Your projects stay as they are.</source>
        <translation>Installieren Sie TuneDesk noch einmal. Ihre Projekte bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Install TuneDesk with the extra “parquet” (the package pyarrow), or save the table as CSV.</source>
        <translation>Installieren Sie TuneDesk mit dem Zusatz „parquet“ (dem Paket pyarrow), oder speichern Sie die Tabelle als CSV.</translation>
    </message>
    <message>
        <source>Internet</source>
        <translation>Internet</translation>
    </message>
    <message>
        <source>It begins to learn the rows by heart: the validation loss is {valid}, the training loss {train}. So it gets better on what it has seen than on what is new.</source>
        <translation>Es beginnt, die Zeilen auswendig zu lernen: Der Validierungsverlust ist {valid}, der Trainingsverlust {train}. Es wird also bei Gesehenem besser als bei Neuem.</translation>
    </message>
    <message>
        <source>It broke off before they were sent as a whole, so the old ones cannot be sent any more.</source>
        <translation>Es brach ab, bevor sie ganz gesendet waren; die alten Zeilen lassen sich deshalb nicht mehr senden.</translation>
    </message>
    <message>
        <source>It can only be read as what it is. Nothing was imported.</source>
        <translation>Sie lässt sich nur als das lesen, was sie ist. Es wurde nichts importiert.</translation>
    </message>
    <message>
        <source>It cannot be read as a table, whatever its name ends in. Nothing was imported.</source>
        <translation>Als Tabelle ist sie nicht zu lesen, worauf auch immer ihr Name endet. Es wurde nichts importiert.</translation>
    </message>
    <message>
        <source>It could not be read, so nothing of it was unpacked.</source>
        <translation>Sie war nicht zu lesen, deshalb wurde nichts davon ausgepackt.</translation>
    </message>
    <message>
        <source>It did not settle: the loss went up and down in waves instead of falling.</source>
        <translation>Es kam nicht zur Ruhe: Der Verlust ging in Wellen auf und ab, statt zu fallen.</translation>
    </message>
    <message>
        <source>It does not settle: the loss goes up and down in waves instead of falling.</source>
        <translation>Es kommt nicht zur Ruhe: Der Verlust geht in Wellen auf und ab, statt zu fallen.</translation>
    </message>
    <message>
        <source>It gets worse by training: the training loss rose from {low} to {last}.</source>
        <translation>Es wird durch das Training schlechter: Der Trainingsverlust stieg von {low} auf {last}.</translation>
    </message>
    <message>
        <source>It got worse by training: the training loss rose from {low} to {last}.</source>
        <translation>Es wurde durch das Training schlechter: Der Trainingsverlust stieg von {low} auf {last}.</translation>
    </message>
    <message>
        <source>It has learned from {rows} rows alone; what is unlike them it may get wrong.</source>
        <translation>Es hat nur aus {rows} Zeilen gelernt; bei allem, was ihnen nicht ähnelt, kann es danebenliegen.</translation>
    </message>
    <message>
        <source>It has to be a JSON object with “template” and “values”. Nothing was asked.</source>
        <translation>Es muss ein JSON-Objekt mit „template“ und „values“ sein. Es wurde nichts gefragt.</translation>
    </message>
    <message>
        <source>It has to be one character, and neither a quotation mark nor a line break. “{name}” was not read.</source>
        <translation>Es muss ein einzelnes Zeichen sein, weder ein Anführungszeichen noch ein Zeilenumbruch. „{name}“ wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>It is made once only; nothing was done a second time.</source>
        <translation>Es wird nur einmal angelegt; nichts geschah ein zweites Mal.</translation>
    </message>
    <message>
        <source>It is not TuneDesk&apos;s to remove, so nothing was changed.</source>
        <translation>TuneDesk darf es nicht entfernen, deshalb wurde nichts geändert.</translation>
    </message>
    <message>
        <source>It is not known whether the request was carried out.</source>
        <translation>Ob die Anfrage ausgeführt wurde, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>It is not saved yet; the row still has the calls it had before.</source>
        <translation>Noch ist es nicht gespeichert; die Zeile hat weiter ihre bisherigen Aufrufe.</translation>
    </message>
    <message>
        <source>It is probably waiting for you in a window of its own. Nothing was kept so far.</source>
        <translation>Wahrscheinlich wartet er in einem eigenen Fenster auf Sie. Bisher wurde nichts aufbewahrt.</translation>
    </message>
    <message>
        <source>It is the better one.</source>
        <translation>Es ist das bessere.</translation>
    </message>
    <message>
        <source>It is too early to say how it goes.</source>
        <translation>Wie es läuft, lässt sich noch nicht sagen.</translation>
    </message>
    <message>
        <source>It learned its rows, but nothing that helps with others: the validation loss went from {first} to {last}.</source>
        <translation>Es hat seine Zeilen gelernt, aber nichts, was bei anderen hilft: Der Validierungsverlust ging von {first} auf {last}.</translation>
    </message>
    <message>
        <source>It learned the rows by heart in part: the validation loss is {valid}, the training loss {train}. So it is better on what it has seen than on what is new.</source>
        <translation>Es hat die Zeilen zum Teil auswendig gelernt: Der Validierungsverlust ist {valid}, der Trainingsverlust {train}. Es ist also bei Gesehenem besser als bei Neuem.</translation>
    </message>
    <message>
        <source>It learned well: the validation loss fell from {first} to {last}.</source>
        <translation>Es hat gut gelernt: Der Validierungsverlust fiel von {first} auf {last}.</translation>
    </message>
    <message>
        <source>It learned, and a little by heart: the validation loss is {valid}, the training loss {train}. That is usual.</source>
        <translation>Es hat gelernt, und ein wenig auswendig: Der Validierungsverlust ist {valid}, der Trainingsverlust {train}. Das ist üblich.</translation>
    </message>
    <message>
        <source>It learns, and a little by heart: the validation loss is {valid}, the training loss {train}. That is usual.</source>
        <translation>Es lernt, und ein wenig auswendig: Der Validierungsverlust ist {valid}, der Trainingsverlust {train}. Das ist üblich.</translation>
    </message>
    <message>
        <source>It may have been cut off while it was copied or downloaded. Nothing was imported.</source>
        <translation>Vielleicht wurde sie beim Kopieren oder Herunterladen abgeschnitten. Es wurde nichts importiert.</translation>
    </message>
    <message>
        <source>It may have been deleted, or its base model was. Nothing of the export was kept.</source>
        <translation>Vielleicht wurde es gelöscht, oder sein Basismodell. Vom Export wurde nichts aufbewahrt.</translation>
    </message>
    <message>
        <source>It may have begun. TuneDesk has looked for it and will not ask for a second one by itself.</source>
        <translation>Vielleicht hat es begonnen. TuneDesk hat danach gesucht und wird von sich aus kein zweites anfordern.</translation>
    </message>
    <message>
        <source>It may hold things that this one does not understand, so nothing of it was unpacked.</source>
        <translation>Darin können Dinge sein, die dieses TuneDesk nicht versteht; deshalb wurde nichts davon ausgepackt.</translation>
    </message>
    <message>
        <source>It may say things that are not true. Look at its answers before others rely on them.</source>
        <translation>Es kann Dinge sagen, die nicht stimmen. Sehen Sie sich seine Antworten an, bevor sich andere darauf verlassen.</translation>
    </message>
    <message>
        <source>It needs about {wanted} MB, and {free} MB are free. Nothing was written.</source>
        <translation>Gebraucht werden etwa {wanted} MB, und {free} MB sind frei. Es wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>It needs the library openTSNE, which this installation of TuneDesk does not have.</source>
        <translation>Sie braucht die Bibliothek openTSNE, und die hat diese Installation von TuneDesk nicht.</translation>
    </message>
    <message>
        <source>It remembers an earlier training, so nothing was changed and nothing was started.</source>
        <translation>Darin ist ein früheres Training aufbewahrt, deshalb wurde nichts geändert und nichts gestartet.</translation>
    </message>
    <message>
        <source>It should have as many cells as there are columns, {expected}; it has {found}.</source>
        <translation>Sie sollte so viele Zellen haben, wie es Spalten gibt, {expected}; sie hat {found}.</translation>
    </message>
    <message>
        <source>It was deleted there, or the key belongs to another account. What was heard of it before is kept here.</source>
        <translation>Es wurde dort gelöscht, oder der Schlüssel gehört zu einem anderen Konto. Was vorher davon zu hören war, ist hier aufbewahrt.</translation>
    </message>
    <message>
        <source>It was deleted, or it lives on another computer.</source>
        <translation>Es wurde gelöscht, oder es liegt auf einem anderen Computer.</translation>
    </message>
    <message>
        <source>It was moved or deleted, or it may not be read. Nothing was added.</source>
        <translation>Die Datei wurde verschoben oder gelöscht, oder sie darf nicht gelesen werden. Es wurde nichts hinzugefügt.</translation>
    </message>
    <message>
        <source>It was moved, renamed or deleted while it was open, so the last change was not saved.</source>
        <translation>Das Projekt wurde verschoben, umbenannt oder gelöscht, während es offen war; die letzte Änderung ist deshalb nicht gespeichert.</translation>
    </message>
    <message>
        <source>It was not said which model shall be trained at {provider}.</source>
        <translation>Es wurde nicht gesagt, welches Modell bei {provider} trainiert werden soll.</translation>
    </message>
    <message>
        <source>It was not tested yet, and nobody has voted on its answers.</source>
        <translation>Es wurde noch nicht getestet, und niemand hat über seine Antworten abgestimmt.</translation>
    </message>
    <message>
        <source>It was not touched.</source>
        <translation>Daran wurde nichts geändert.</translation>
    </message>
    <message>
        <source>It was not touched. If it is a table of yours, it can be imported.</source>
        <translation>Daran wurde nichts geändert. Ist es eine Tabelle von Ihnen, lässt sie sich importieren.</translation>
    </message>
    <message>
        <source>It was probably moved, renamed or deleted, or its disk is not connected.</source>
        <translation>Das Projekt wurde wahrscheinlich verschoben, umbenannt oder gelöscht, oder sein Datenträger ist nicht verbunden.</translation>
    </message>
    <message>
        <source>It was probably moved, renamed or deleted. Nothing was imported.</source>
        <translation>Die Datei wurde wahrscheinlich verschoben, umbenannt oder gelöscht. Es wurde nichts importiert.</translation>
    </message>
    <message>
        <source>It was removed meanwhile, or the test it was about. Nothing else is missing.</source>
        <translation>Das wurde inzwischen entfernt, oder der Test, um den es ging. Sonst fehlt nichts.</translation>
    </message>
    <message>
        <source>It was removed meanwhile. Nothing else is missing.</source>
        <translation>Das wurde inzwischen entfernt. Sonst fehlt nichts.</translation>
    </message>
    <message>
        <source>It was removed meanwhile. Rows that were made from it are still in the table.</source>
        <translation>Das wurde inzwischen entfernt. Zeilen, die daraus gemacht wurden, stehen noch in der Tabelle.</translation>
    </message>
    <message>
        <source>It was renamed or deleted, or the sheet belongs to another workbook. Its sheets are: {sheets}.</source>
        <translation>Es wurde umbenannt oder gelöscht, oder es gehört zu einer anderen Arbeitsmappe. Ihre Blätter sind: {sheets}.</translation>
    </message>
    <message>
        <source>It was withdrawn, has run out, or was not copied whole. Nothing was fetched.</source>
        <translation>Es wurde zurückgezogen, ist abgelaufen oder nicht ganz kopiert. Es wurde nichts geholt.</translation>
    </message>
    <message>
        <source>It would come back changed, so nothing was written.</source>
        <translation>Sie käme verändert zurück, deshalb wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>It would refuse the file, so nothing was written.</source>
        <translation>Die Datei würde dort nicht angenommen, deshalb wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>TuneDesk goes on with the prices it had.</source>
        <translation>TuneDesk arbeitet mit den bisherigen Preisen weiter.</translation>
    </message>
    <message>
        <source>When long work ends</source>
        <translation>Wenn eine lange Arbeit endet</translation>
    </message>
    <message>
        <source>Your own list of prices and dates does not hold until this is mended and read again: when you look at the prices in the preferences, or at the next start of TuneDesk; the ones it came with do. Your data is not touched.</source>
        <translation>Ihre eigene Liste der Preise und Termine gilt nicht, bis das behoben und sie neu gelesen ist: wenn Sie die Preise in den Einstellungen ansehen oder beim nächsten Start von TuneDesk; bis dahin gelten die mitgelieferten. Ihre Daten werden nicht angerührt.</translation>
    </message>
    <message>
        <source>Your own list of prices could not be written in {folder}.</source>
        <translation>Ihre eigene Preisliste konnte in {folder} nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>If you know where it comes from, save its table as CSV and choose that file.</source>
        <translation>Wenn Sie wissen, woher sie kommt, sichern Sie ihre Tabelle als CSV und wählen Sie diese Datei.</translation>
    </message>
    <message>
        <source>80 quiz questions. The model learns a manner: Marv sighs. Facts it does not know, it makes up.</source>
        <translation>80 Quizfragen. Das Modell lernt eine Art zu antworten: Marv seufzt. Was es nicht weiß, erfindet es.</translation>
    </message>
    <message>
        <source>Another file lies in the place of “{name}” in {folder}.</source>
        <translation>An der Stelle von „{name}“ in {folder} liegt eine andere Datei.</translation>
    </message>
    <message>
        <source>Ask the old models, and let {provider} charge for it?</source>
        <translation>Die alten Modelle fragen, und {provider} darf dafür Geld verlangen?</translation>
    </message>
    <message>
        <source>Classes in the training rows: {count}, not {said}.</source>
        <translation>Klassen in den Trainingszeilen: {count}, nicht {said}.</translation>
    </message>
    <message>
        <source>Classes that begin alike, such as “{one}” and “{other}” (rows: {count})</source>
        <translation>Klassen, die gleich beginnen, etwa „{one}“ und „{other}“ (Zeilen: {count})</translation>
    </message>
    <message>
        <source>Copy the key once more from the page of your provider and enter it under Preferences, Providers. With the engine of this computer, close other TuneDesk windows and start again.</source>
        <translation>Kopieren Sie den Schlüssel noch einmal von der Seite Ihres Anbieters, und tragen Sie ihn unter Einstellungen, Anbieter ein. Geht es um die Engine dieses Computers, schließen Sie andere TuneDesk-Fenster und starten Sie neu.</translation>
    </message>
    <message>
        <source>Enter one that begins with http:// or https:// under Preferences, Network, or ask your administrator for it.</source>
        <translation>Tragen Sie unter Einstellungen, Netzwerk einen ein, der mit http:// oder https:// beginnt, oder fragen Sie Ihre Systembetreuung danach.</translation>
    </message>
    <message>
        <source>For this kind of task (conditional generation) a lower learning rate and only 1 or 2 passes over the data (epochs) are a good start; more of both, and the model repeats its examples word by word.</source>
        <translation>Für diese Art von Aufgabe (conditional generation) sind eine kleinere Lernrate und nur 1 oder 2 Durchgänge durch die Daten (Epochen) ein guter Anfang; bei mehr von beidem wiederholt das Modell seine Beispiele Wort für Wort.</translation>
    </message>
    <message>
        <source>Home: {name} (rows: {rows})</source>
        <translation>Zu Hause: {name} (Zeilen: {rows})</translation>
    </message>
    <message>
        <source>It began to learn by heart: the validation loss was lowest with {best} (step {step}) and rose to {last}.</source>
        <translation>Es begann auswendig zu lernen: Der Validierungsverlust war mit {best} am niedrigsten (Schritt {step}) und stieg auf {last}.</translation>
    </message>
    <message>
        <source>It does not answer, wants a name and a password, or forbids this place. Nothing was sent.</source>
        <translation>Er antwortet nicht, verlangt Namen und Passwort oder verbietet diesen Ort. Es wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>It says to hold many times more than a file of its size can hold, so it was not read.</source>
        <translation>Sie gibt an, vielmal mehr zu enthalten, als eine Datei ihrer Größe enthalten kann; sie wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>It starts to learn by heart: the validation loss was lowest with {best} (step {step}) and is now {last}.</source>
        <translation>Es fängt an, auswendig zu lernen: Der Validierungsverlust war mit {best} am niedrigsten (Schritt {step}) und ist jetzt {last}.</translation>
    </message>
    <message>
        <source>It was damaged on the way, or somebody changed it. Nothing of it is used, and nothing was changed.</source>
        <translation>Es wurde unterwegs beschädigt, oder jemand hat es verändert. Nichts davon wird benutzt, und nichts wurde geändert.</translation>
    </message>
    <message>
        <source>It was put there while the project was open, perhaps by a program that copies folders between computers, so the last change was not saved.</source>
        <translation>Sie wurde dorthin gelegt, während das Projekt offen war, vielleicht von einem Programm, das Ordner zwischen Computern abgleicht; die letzte Änderung ist deshalb nicht gespeichert.</translation>
    </message>
    <message>
        <source>Its certificate is not from anybody this computer trusts, or does not hold on the day that this computer believes it is, so nothing was sent. A company network often stands in between.</source>
        <translation>Das Zertifikat stammt von niemandem, dem dieser Computer vertraut, oder gilt nicht an dem Tag, den dieser Computer für heute hält; deshalb wurde nichts gesendet. Oft steht ein Firmennetz dazwischen.</translation>
    </message>
    <message>
        <source>Its checksum was not the one its server names, so that file was thrown away; the others are kept.</source>
        <translation>Die Prüfsumme war nicht die, die der Server nennt; diese Datei wurde deshalb verworfen, die anderen bleiben.</translation>
    </message>
    <message>
        <source>Its makers want one to agree to their licence first, and some look at each request themselves.</source>
        <translation>Seine Entwickler möchten, dass man zuerst ihrer Lizenz zustimmt, und manche sehen sich jede Anfrage selbst an.</translation>
    </message>
    <message>
        <source>Its packages cannot be changed meanwhile. Nothing was changed.</source>
        <translation>Seine Pakete lassen sich solange nicht ändern. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Its rows are few ({rows}). Add more: from 50 to 100 good ones on, one usually sees it in the answers.</source>
        <translation>Es sind wenige Zeilen ({rows}). Fügen Sie welche hinzu: Ab 50 bis 100 guten sieht man es den Antworten meist an.</translation>
    </message>
    <message>
        <source>Its rows are in it already, so nothing was imported.</source>
        <translation>Die Zeilen darin sind schon in einem Projekt, deshalb wurde nichts importiert.</translation>
    </message>
    <message>
        <source>Its text cannot be told apart into rows, so nothing was imported.</source>
        <translation>Sein Text lässt sich nicht in Zeilen zerlegen, deshalb wurde nichts importiert.</translation>
    </message>
    <message>
        <source>JSON rows are names with values between braces. Nothing was imported.</source>
        <translation>JSON-Zeilen sind Namen mit Werten zwischen geschweiften Klammern. Es wurde nichts importiert.</translation>
    </message>
    <message>
        <source>Keep an eye on the validation loss: as long as it does not rise, all is well.</source>
        <translation>Behalten Sie den Validierungsverlust im Auge: Solange er nicht steigt, ist alles gut.</translation>
    </message>
    <message>
        <source>Keep asking in words: nothing needs to be trained.</source>
        <translation>Weiter in Worten fragen: Nichts muss trainiert werden.</translation>
    </message>
    <message>
        <source>Key for {provider} (it is not shown):</source>
        <translation>Schlüssel für {provider} (er wird nicht angezeigt):</translation>
    </message>
    <message>
        <source>Known speakers (roles) are system, user, assistant and tool. A provider refuses the whole file for any other.</source>
        <translation>Bekannte Sprecher (Rollen) sind system, user, assistant und tool. Bei jedem anderen nimmt ein Anbieter die ganze Datei nicht an.</translation>
    </message>
    <message>
        <source>Label (class)</source>
        <translation>Klasse (Label)</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Learning by heart (overfitting)</source>
        <translation>Auswendiglernen (Overfitting)</translation>
    </message>
    <message>
        <source>Learning from pairs (DPO) is for text alone at most providers.</source>
        <translation>Das Lernen aus Paaren (DPO) gibt es bei den meisten Anbietern nur für Text.</translation>
    </message>
    <message>
        <source>Learning from pairs (DPO) is meant for one question and its two answers; some providers refuse more.</source>
        <translation>Das Lernen aus Paaren (DPO) ist für eine Frage und ihre zwei Antworten gedacht; mehr nehmen manche Anbieter nicht an.</translation>
    </message>
    <message>
        <source>Learning well: the validation loss fell from {first} to {last}.</source>
        <translation>Es lernt gut: Der Validierungsverlust fiel von {first} auf {last}.</translation>
    </message>
    <message>
        <source>Leave out the class that is looked for (the positive class); all of them are measured then.</source>
        <translation>Lassen Sie die gesuchte Klasse (die positive Klasse) weg; dann werden alle gemessen.</translation>
    </message>
    <message>
        <source>Left out, because they are not known there: {keys}.</source>
        <translation>Weggelassen, weil sie dort nicht bekannt sind: {keys}.</translation>
    </message>
    <message>
        <source>Let TuneDesk find out what kind of file it is.</source>
        <translation>Lassen Sie TuneDesk herausfinden, was für eine Datei es ist.</translation>
    </message>
    <message>
        <source>Let a model judge the answers again.</source>
        <translation>Lassen Sie die Antworten noch einmal von einem Modell beurteilen.</translation>
    </message>
    <message>
        <source>Let the name end with .csv, .parquet or .npz.</source>
        <translation>Lassen Sie den Namen auf .csv, .parquet oder .npz enden.</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Line of the file</source>
        <translation>Zeile der Datei</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Long answers take their time; ten minutes are right for most.</source>
        <translation>Lange Antworten brauchen ihre Zeit; für die meisten sind zehn Minuten richtig.</translation>
    </message>
    <message>
        <source>Longest wait for a reply, in seconds</source>
        <translation>Längstes Warten auf eine Antwort, in Sekunden</translation>
    </message>
    <message>
        <source>Look after brackets and backslashes, or switch the pattern off to search for the text as it stands.</source>
        <translation>Sehen Sie nach Klammern und Backslashes, oder schalten Sie das Muster aus, um den Text so zu suchen, wie er dasteht.</translation>
    </message>
    <message>
        <source>Look after quotes, commas and brackets there, or press Esc to take your typing back.</source>
        <translation>Sehen Sie dort nach Anführungszeichen, Kommas und Klammern, oder drücken Sie Esc, um das Getippte zurückzunehmen.</translation>
    </message>
    <message>
        <source>Look again when the training has begun, or at its end.</source>
        <translation>Sehen Sie noch einmal nach, wenn das Training begonnen hat, oder am Ende.</translation>
    </message>
    <message>
        <source>Look at its address under Preferences, Network. A name and a password stand in it like this: http://name:password@proxy.school.example:8080.</source>
        <translation>Sehen Sie sich seine Adresse unter Einstellungen, Netzwerk an. Name und Passwort stehen so darin: http://name:passwort@proxy.schule.example:8080.</translation>
    </message>
    <message>
        <source>Look at the details, then start again.</source>
        <translation>Sehen Sie sich die Einzelheiten an, und beginnen Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>Look at the details: often a library of the system is missing. Then start again.</source>
        <translation>Sehen Sie sich die Einzelheiten an: Oft fehlt eine Bibliothek des Systems. Beginnen Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>Look at the last picture and at the details, then run the tour again.</source>
        <translation>Sehen Sie sich das letzte Bild und die Einzelheiten an, und starten Sie den Rundgang dann noch einmal.</translation>
    </message>
    <message>
        <source>Look at the list of jobs before you try again.</source>
        <translation>Sehen Sie in die Liste der Aufträge, bevor Sie es noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Look at the list of models and jobs anew; the details say what was meant.</source>
        <translation>Sehen Sie die Liste der Modelle und Aufträge neu durch; die Einzelheiten sagen, was gemeint war.</translation>
    </message>
    <message>
        <source>Look at the list of trainings; if it is not there, plan it again.</source>
        <translation>Sehen Sie in die Liste der Trainings; steht es nicht darin, planen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Look at the provider&apos;s page whether your account and its key have the right to this, or choose another model.</source>
        <translation>Sehen Sie auf der Seite des Anbieters nach, ob Ihr Konto und sein Schlüssel das Recht dazu haben, oder wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>Look at the reason below; if it does not help you, install TuneDesk&apos;s training part again.</source>
        <translation>Sehen Sie sich den Grund unten an; hilft er nicht weiter, installieren Sie den Trainingsteil von TuneDesk noch einmal.</translation>
    </message>
    <message>
        <source>Look at the row as it stands now, and make the change again if it is still wanted.</source>
        <translation>Sehen Sie sich die Zeile an, wie sie jetzt ist, und machen Sie die Änderung noch einmal, falls Sie sie noch möchten.</translation>
    </message>
    <message>
        <source>Look at the rows, and ask the base model first: perhaps it needs no training.</source>
        <translation>Sehen Sie sich die Zeilen an, und fragen Sie zuerst das Basismodell: Vielleicht braucht es gar kein Training.</translation>
    </message>
    <message>
        <source>Look at the rows, and deal them out anew, so that both parts hold the same kinds.</source>
        <translation>Sehen Sie sich die Zeilen an, und verteilen Sie sie neu, damit beide Teile dieselben Arten enthalten.</translation>
    </message>
    <message>
        <source>Look at the rows: the answers may be empty, or the prompts so long that the answers are cut off.</source>
        <translation>Sehen Sie sich die Zeilen an: Vielleicht sind die Antworten leer, oder die Prompts sind so lang, dass die Antworten abgeschnitten werden.</translation>
    </message>
    <message>
        <source>Look for a newer TuneDesk</source>
        <translation>Nach einem neueren TuneDesk suchen</translation>
    </message>
    <message>
        <source>Look the facts up, then let a model word the answer (embeddings).</source>
        <translation>Die Tatsachen nachschlagen und ein Modell die Antwort in Worte fassen lassen (Einbettungen).</translation>
    </message>
    <message>
        <source>Look up the address in the documentation of your provider and enter it under Preferences, Providers.</source>
        <translation>Schlagen Sie die Adresse in der Dokumentation Ihres Anbieters nach, und tragen Sie sie unter Einstellungen, Anbieter ein.</translation>
    </message>
    <message>
        <source>Look whether date and time of this computer are right. If they are, ask your administrator for the certificate and choose it under Preferences, Network.</source>
        <translation>Sehen Sie nach, ob Datum und Uhrzeit dieses Computers stimmen. Wenn ja, bitten Sie Ihre Administration um das Zertifikat und wählen Sie es unter Einstellungen, Netzwerk.</translation>
    </message>
    <message>
        <source>Look whether the disk is full or may not be written to. What has come is kept, and you can go on.</source>
        <translation>Sehen Sie nach, ob der Datenträger voll ist oder nicht beschrieben werden darf. Was schon da ist, bleibt, und Sie können weitermachen.</translation>
    </message>
    <message>
        <source>Look whether the disk is full or the folder is locked, then try again.</source>
        <translation>Sehen Sie nach, ob der Datenträger voll oder der Ordner gesperrt ist, und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust (Loss)</translation>
    </message>
    <message>
        <source>Made by {model} from: {values}</source>
        <translation>Erzeugt von {model} aus: {values}</translation>
    </message>
    <message>
        <source>Made for</source>
        <translation>Erstellt für</translation>
    </message>
    <message>
        <source>Made on</source>
        <translation>Erstellt am</translation>
    </message>
    <message>
        <source>Make a new token on the hub&apos;s page under Settings, Access Tokens (to read is enough), and enter that one.</source>
        <translation>Legen Sie auf der Seite des Hubs unter Settings, Access Tokens ein neues Token an (Lesen genügt), und geben Sie dieses ein.</translation>
    </message>
    <message>
        <source>Make room on the disk, or choose a folder you may write to, then go on. Nothing is fetched twice.</source>
        <translation>Schaffen Sie Platz auf dem Datenträger, oder wählen Sie einen Ordner, in den Sie schreiben dürfen, und machen Sie dann weiter. Nichts wird zweimal geholt.</translation>
    </message>
    <message>
        <source>Make room on the disk, then go on; nothing is fetched twice.</source>
        <translation>Schaffen Sie Platz auf dem Datenträger, und machen Sie dann weiter; nichts wird zweimal geholt.</translation>
    </message>
    <message>
        <source>Make room there, choose another folder, or choose fewer trainings.</source>
        <translation>Schaffen Sie dort Platz, wählen Sie einen anderen Ordner, oder wählen Sie weniger Trainings.</translation>
    </message>
    <message>
        <source>Make some room or choose another folder, and try again.</source>
        <translation>Schaffen Sie etwas Platz, oder wählen Sie einen anderen Ordner, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Make some room there, choose another disk, or a smaller form.</source>
        <translation>Schaffen Sie dort etwas Platz, oder wählen Sie einen anderen Datenträger oder eine kleinere Form.</translation>
    </message>
    <message>
        <source>Make sure that there is room on the disk and that you may write there, then try again.</source>
        <translation>Prüfen Sie, ob auf dem Datenträger Platz ist und Sie dort schreiben dürfen, und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>Make sure that there is room on the disk and that you may write there.</source>
        <translation>Prüfen Sie, ob auf dem Datenträger Platz ist und Sie dort schreiben dürfen.</translation>
    </message>
    <message>
        <source>Make sure that there is room on the disk and that you may write to {folder}, then try again.</source>
        <translation>Prüfen Sie, ob auf dem Datenträger Platz ist und Sie in {folder} schreiben dürfen, und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>Make sure that you may read it and that it is a text file in UTF-8, or delete it if you changed it.</source>
        <translation>Prüfen Sie, ob Sie die Datei lesen dürfen und ob sie eine Textdatei in UTF-8 ist, oder löschen Sie sie, falls Sie sie geändert haben.</translation>
    </message>
    <message>
        <source>Make sure that you may read the file, then look again.</source>
        <translation>Prüfen Sie, ob Sie die Datei lesen dürfen, und sehen Sie dann noch einmal nach.</translation>
    </message>
    <message>
        <source>Make the data in a project of its own.</source>
        <translation>Erzeugen Sie die Daten in einem eigenen Projekt.</translation>
    </message>
    <message>
        <source>Marv, who sighs</source>
        <translation>Marv, der seufzt</translation>
    </message>
    <message>
        <source>Mend it in the table, or take the tour with another one.</source>
        <translation>Beheben Sie es in der Tabelle, oder machen Sie den Rundgang mit einer anderen.</translation>
    </message>
    <message>
        <source>Mend the rows it names (the check-up finds most of them), then start again.</source>
        <translation>Bringen Sie die genannten Zeilen in Ordnung (die Prüfung findet die meisten), und starten Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>Mend these rows (the check-up of the wizard can), or choose JSON Lines.</source>
        <translation>Bringen Sie diese Zeilen in Ordnung (die Prüfung im Import-Assistenten kann das), oder wählen Sie JSON Lines.</translation>
    </message>
    <message>
        <source>Mend what the details name, then take the tour again.</source>
        <translation>Beheben Sie, was die Einzelheiten nennen, und machen Sie den Rundgang dann noch einmal.</translation>
    </message>
    <message>
        <source>Message {number} does not say who speaks (role).</source>
        <translation>Nachricht {number} sagt nicht, wer spricht (role).</translation>
    </message>
    <message>
        <source>Message {number} is not made of names with values between braces.</source>
        <translation>Nachricht {number} besteht nicht aus Namen mit Werten zwischen geschweiften Klammern.</translation>
    </message>
    <message>
        <source>Message {number} is spoken by “{speaker}”; known speakers are human, gpt, system, function_call, observation and tool.</source>
        <translation>Nachricht {number} spricht „{speaker}“; bekannte Sprecher sind human, gpt, system, function_call, observation und tool.</translation>
    </message>
    <message>
        <source>Messages with entries nobody knows: {keys}</source>
        <translation>Nachrichten mit Einträgen, die niemand kennt: {keys}</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Models know ordinary spelling best; words in capitals fall apart into many small pieces (tokens). If capitals mean nothing in your texts, small letters work better.</source>
        <translation>Modelle kennen die gewöhnliche Schreibweise am besten; Wörter in Großbuchstaben zerfallen in viele kleine Stücke (Token). Wenn Großbuchstaben in Ihren Texten nichts bedeuten, gehen kleine besser.</translation>
    </message>
    <message>
        <source>Models of this kind know words best with the space before them, because their pieces of text (tokens) begin with it. One space before the answer makes learning easier.</source>
        <translation>Modelle dieser Art kennen Wörter am besten mit dem Leerzeichen davor, weil ihre Textstücke (Token) damit beginnen. Ein Leerzeichen vor der Antwort macht das Lernen leichter.</translation>
    </message>
    <message>
        <source>More than a third of the letters in the answers are capitals.</source>
        <translation>Mehr als ein Drittel der Buchstaben in den Antworten sind Großbuchstaben.</translation>
    </message>
    <message>
        <source>More than a third of the letters in the questions are capitals.</source>
        <translation>Mehr als ein Drittel der Buchstaben in den Fragen sind Großbuchstaben.</translation>
    </message>
    <message>
        <source>More than half of the answers begin with the same {words} words as another one. The trained model will begin like that as well.</source>
        <translation>Mehr als die Hälfte der Antworten beginnt mit denselben {words} Wörtern wie eine andere. Das trainierte Modell wird auch so beginnen.</translation>
    </message>
    <message>
        <source>More than {most} cells would have to be in memory at once; one stray cell far away is enough for that.</source>
        <translation>Mehr als {most} Zellen müssten auf einmal im Speicher sein; dafür genügt eine einzige verirrte Zelle weit draußen.</translation>
    </message>
    <message>
        <source>More than {most} values cannot be looked through. Leave some out.</source>
        <translation>Mehr als {most} Werte lassen sich nicht durchgehen. Lassen Sie einige weg.</translation>
    </message>
    <message>
        <source>Most often a comma, a quotation mark or a bracket is missing there or just before. Mend it in a text editor.</source>
        <translation>Meist fehlt dort oder kurz davor ein Komma, ein Anführungszeichen oder eine Klammer. Beheben Sie das in einem Texteditor.</translation>
    </message>
    <message>
        <source>Move some rows to the test part in the table, or type a prompt of your own.</source>
        <translation>Verschieben Sie in der Tabelle einige Zeilen in den Teil Test, oder tippen Sie einen eigenen Prompt.</translation>
    </message>
    <message>
        <source>Move some rows to the test part: about one in ten, and at least 20.</source>
        <translation>Verschieben Sie einige Zeilen in den Teil Test: etwa jede zehnte, und mindestens 20.</translation>
    </message>
    <message>
        <source>Move some rows to the validation part, and let the plan send them.</source>
        <translation>Verschieben Sie einige Zeilen in den Teil Validierung, und lassen Sie sie vom Plan mitsenden.</translation>
    </message>
    <message>
        <source>Move some rows to the validation part, or train without measuring classes.</source>
        <translation>Verschieben Sie einige Zeilen in den Teil Validierung, oder trainieren Sie, ohne Klassen zu messen.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name a folder made by “tunedesk prepare”, a file of examples (.jsonl), or a project (.tunedesk).</source>
        <translation>Nennen Sie einen Ordner, den „tunedesk prepare“ gemacht hat, eine Datei mit Beispielen (.jsonl) oder ein Projekt (.tunedesk).</translation>
    </message>
    <message>
        <source>Name another project with --project, or move that one away.</source>
        <translation>Nennen Sie mit --project ein anderes Projekt, oder verschieben Sie dieses.</translation>
    </message>
    <message>
        <source>Name columns of the file with --prompt and --completion, or answer the questions again.</source>
        <translation>Nennen Sie mit --prompt und --completion Spalten der Datei, oder beantworten Sie die Fragen noch einmal.</translation>
    </message>
    <message>
        <source>Name one of the classes there are: {known}.</source>
        <translation>Nennen Sie eine der Klassen, die es gibt: {known}.</translation>
    </message>
    <message>
        <source>Name the columns “question” and “answer”, or bring the file into the project&apos;s test part.</source>
        <translation>Nennen Sie die Spalten „question“ und „answer“, oder holen Sie die Datei in den Teil Test des Projekts.</translation>
    </message>
    <message>
        <source>Names there have two parts with a stroke between them, as in Qwen/Qwen3-0.6B; private models need a token.</source>
        <translation>Namen haben dort zwei Teile mit einem Schrägstrich dazwischen, wie Qwen/Qwen3-0.6B; private Modelle brauchen ein Token.</translation>
    </message>
    <message>
        <source>No answer in the training rows is “{name}”.</source>
        <translation>Keine Antwort in den Trainingszeilen ist „{name}“.</translation>
    </message>
    <message>
        <source>No answer is chosen, or the rows of those that are chosen stand in the table already.</source>
        <translation>Es ist keine Antwort ausgewählt, oder die Zeilen der ausgewählten stehen schon in der Tabelle.</translation>
    </message>
    <message>
        <source>No answer of “{model}” to one of the rows held back is kept in this project.</source>
        <translation>In diesem Projekt ist keine Antwort von „{model}“ auf eine der zurückgehaltenen Zeilen aufbewahrt.</translation>
    </message>
    <message>
        <source>No answer was made.</source>
        <translation>Es entstand keine Antwort.</translation>
    </message>
    <message>
        <source>No file can be read before it runs; your project is as it was.</source>
        <translation>Bevor er läuft, lässt sich keine Datei lesen; Ihr Projekt ist, wie es war.</translation>
    </message>
    <message>
        <source>No project is open any more.</source>
        <translation>Es ist kein Projekt mehr offen.</translation>
    </message>
    <message>
        <source>No project is open.</source>
        <translation>Es ist kein Projekt offen.</translation>
    </message>
    <message>
        <source>No row of this project has been read for its meaning yet.</source>
        <translation>Noch wurde keine Zeile dieses Projekts auf ihre Bedeutung hin gelesen.</translation>
    </message>
    <message>
        <source>No training starts with fewer, and a model would learn them by heart. Add more rows; 50 good ones are a sound start.</source>
        <translation>Mit weniger beginnt kein Training, und ein Modell würde sie auswendig lernen. Fügen Sie Zeilen hinzu; 50 gute sind ein solider Anfang.</translation>
    </message>
    <message>
        <source>No training was started yet. The file lies there and is not sent again.</source>
        <translation>Noch wurde kein Training gestartet. Die Datei liegt dort und wird nicht noch einmal gesendet.</translation>
    </message>
    <message>
        <source>No training was started. The provider&apos;s own words are in the details.</source>
        <translation>Es wurde kein Training gestartet. Die Worte des Anbieters stehen in den Einzelheiten.</translation>
    </message>
    <message>
        <source>No training was started. Your project is unchanged.</source>
        <translation>Es wurde kein Training gestartet. Ihr Projekt ist unverändert.</translation>
    </message>
    <message>
        <source>No training was started: from so few rows a model learns nothing you would notice.</source>
        <translation>Es wurde kein Training gestartet: Aus so wenigen Zeilen lernt ein Modell nichts, was Sie merken würden.</translation>
    </message>
    <message>
        <source>Nobody can tell yet: {provider} lists no model to ask.</source>
        <translation>Das kann noch niemand sagen: {provider} nennt kein Modell, das man fragen könnte.</translation>
    </message>
    <message>
        <source>Nobody has told this TuneDesk where news of versions lies.</source>
        <translation>Niemand hat diesem TuneDesk gesagt, wo Neuigkeiten von Versionen liegen.</translation>
    </message>
    <message>
        <source>Nobody here knows a model “{model}”.</source>
        <translation>Ein Modell „{model}“ kennt hier niemand.</translation>
    </message>
    <message>
        <source>None of the chosen rows can be worked over like that.</source>
        <translation>Keine der gewählten Zeilen lässt sich so überarbeiten.</translation>
    </message>
    <message>
        <source>None of these rows has anything in this column.</source>
        <translation>Keine dieser Zeilen hat etwas in dieser Spalte.</translation>
    </message>
    <message>
        <source>None of these rows is empty in this column.</source>
        <translation>In dieser Spalte ist keine dieser Zeilen leer.</translation>
    </message>
    <message>
        <source>Not done: {act}.</source>
        <translation>Nicht ausgeführt: {act}.</translation>
    </message>
    <message>
        <source>Nothing can be pasted.</source>
        <translation>Es gibt nichts zum Einfügen.</translation>
    </message>
    <message>
        <source>Nothing can be trained before this is mended; the pictures up to there are in the folder.</source>
        <translation>Solange das nicht behoben ist, kann nichts trainiert werden; die Bilder bis dahin liegen im Ordner.</translation>
    </message>
    <message>
        <source>Nothing can be written to {folder}.</source>
        <translation>In {folder} kann nichts geschrieben werden.</translation>
    </message>
    <message>
        <source>Nothing has reached your project; it is as it was.</source>
        <translation>In Ihrem Projekt ist nichts angekommen; es ist, wie es war.</translation>
    </message>
    <message>
        <source>Nothing is charged. What runs there is seen under Training.</source>
        <translation>Es wird nichts berechnet. Was dort läuft, sehen Sie unter Training.</translation>
    </message>
    <message>
        <source>Nothing is lost: your data and the models you trained are on the disk as before.</source>
        <translation>Nichts ist verloren: Ihre Daten und die trainierten Modelle liegen wie zuvor auf der Festplatte.</translation>
    </message>
    <message>
        <source>Nothing is lost; the request was not carried out.</source>
        <translation>Nichts ist verloren; die Anfrage wurde nicht ausgeführt.</translation>
    </message>
    <message>
        <source>Nothing is to be done. The curve is made up for as soon as an answer comes.</source>
        <translation>Sie müssen nichts tun. Die Kurve wird ergänzt, sobald eine Antwort kommt.</translation>
    </message>
    <message>
        <source>Nothing left this computer.</source>
        <translation>Nichts hat diesen Computer verlassen.</translation>
    </message>
    <message>
        <source>Nothing left this computer. Models that are here already work as ever.</source>
        <translation>Nichts hat diesen Computer verlassen. Modelle, die schon hier sind, funktionieren wie immer.</translation>
    </message>
    <message>
        <source>Nothing that would have to be mended.</source>
        <translation>Nichts, was behoben werden müsste.</translation>
    </message>
    <message>
        <source>Nothing was asked and nothing was spent.</source>
        <translation>Es wurde nichts gefragt und nichts ausgegeben.</translation>
    </message>
    <message>
        <source>Nothing was asked.</source>
        <translation>Es wurde nichts gefragt.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Nothing was done a second time.</source>
        <translation>Nichts wurde ein zweites Mal gemacht.</translation>
    </message>
    <message>
        <source>Nothing was fetched yet.</source>
        <translation>Bisher wurde nichts geholt.</translation>
    </message>
    <message>
        <source>Nothing was imported, so that no row is missed without your knowing.</source>
        <translation>Es wurde nichts importiert, damit keine Zeile unbemerkt fehlt.</translation>
    </message>
    <message>
        <source>Nothing was imported. All other kinds of tables can be read.</source>
        <translation>Es wurde nichts importiert. Alle anderen Arten von Tabellen lassen sich lesen.</translation>
    </message>
    <message>
        <source>Nothing was left behind, and a file of that name is as it was. Your project is unchanged.</source>
        <translation>Es blieb nichts zurück, und eine Datei dieses Namens ist, wie sie war. Ihr Projekt ist unverändert.</translation>
    </message>
    <message>
        <source>Nothing was measured in this training so far.</source>
        <translation>In diesem Training wurde bisher nichts gemessen.</translation>
    </message>
    <message>
        <source>Nothing was removed. Nothing can be trained here until they start.</source>
        <translation>Nichts wurde entfernt. Solange sie nicht starten, lässt sich hier nichts trainieren.</translation>
    </message>
    <message>
        <source>Nothing was replaced.</source>
        <translation>Es wurde nichts ersetzt.</translation>
    </message>
    <message>
        <source>Nothing was searched.</source>
        <translation>Es wurde nichts gesucht.</translation>
    </message>
    <message>
        <source>Nothing was sent and no training was started.</source>
        <translation>Es wurde nichts gesendet und kein Training gestartet.</translation>
    </message>
    <message>
        <source>Nothing was started.</source>
        <translation>Es wurde nichts gestartet.</translation>
    </message>
    <message>
        <source>Nothing was written over; the deleted one still lies in the bin.</source>
        <translation>Nichts wurde überschrieben; das gelöschte Modell liegt noch im Papierkorb.</translation>
    </message>
    <message>
        <source>Nothing was written, because the rest would be lost.</source>
        <translation>Es wurde nichts geschrieben, weil der Rest verloren wäre.</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>Es wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>Nothing was written. All other formats work.</source>
        <translation>Es wurde nichts geschrieben. Alle anderen Formate funktionieren.</translation>
    </message>
    <message>
        <source>Numbers in the model (parameters)</source>
        <translation>Zahlen im Modell (Parameter)</translation>
    </message>
    <message>
        <source>Of each pair only the preferred answer is kept; the other one is left out.</source>
        <translation>Von jedem Paar bleibt nur die bevorzugte Antwort; die andere wird weggelassen.</translation>
    </message>
    <message>
        <source>Often a page of a network in between, of maintenance, or an address that is not quite right.</source>
        <translation>Oft ist es eine Seite des Netzwerks dazwischen, eine Wartungsseite oder eine nicht ganz richtige Adresse.</translation>
    </message>
    <message>
        <source>Once a day, when TuneDesk starts</source>
        <translation>Einmal am Tag, wenn TuneDesk startet</translation>
    </message>
    <message>
        <source>One class can be looked for where there are two, and the training rows have {count}.</source>
        <translation>Eine Klasse lässt sich suchen, wenn es zwei gibt; die Trainingszeilen haben {count}.</translation>
    </message>
    <message>
        <source>One file with your rows, everything that was done to them, your trainings and the answers you compared.</source>
        <translation>Eine Datei mit Ihren Zeilen, allem, was mit ihnen gemacht wurde, Ihren Trainings und den Antworten, die Sie verglichen haben.</translation>
    </message>
    <message>
        <source>One message is spoken by “{role}”; a prompt with a completion knows no such speaker.</source>
        <translation>Eine Nachricht spricht „{role}“; ein Prompt mit Completion kennt keinen solchen Sprecher.</translation>
    </message>
    <message>
        <source>One of a few fixed answers, such as “billing” or “delivery”.</source>
        <translation>Eine von wenigen festen Antworten, etwa „Rechnung“ oder „Lieferung“.</translation>
    </message>
    <message>
        <source>One of the packages is not made for this computer.</source>
        <translation>Eines der Pakete ist nicht für diesen Computer gemacht.</translation>
    </message>
    <message>
        <source>One of the values of “{name}” is empty.</source>
        <translation>Einer der Werte von „{name}“ ist leer.</translation>
    </message>
    <message>
        <source>One prompt shows what the settings do to it. It cannot show which one is best in general.</source>
        <translation>Ein einzelner Prompt zeigt, was die Einstellungen bei ihm bewirken. Welche allgemein die beste ist, kann er nicht zeigen.</translation>
    </message>
    <message>
        <source>One question with the answer that the model is to learn.</source>
        <translation>Eine Frage mit der Antwort, die das Modell lernen soll.</translation>
    </message>
    <message>
        <source>One training as it was started, with its rows and settings. It is never changed afterwards.</source>
        <translation>Ein Training, wie es gestartet wurde, mit seinen Zeilen und Einstellungen. Es wird danach nie geändert.</translation>
    </message>
    <message>
        <source>Only Numbers itself can read it. Nothing was imported.</source>
        <translation>Nur Numbers selbst kann sie lesen. Es wurde nichts importiert.</translation>
    </message>
    <message>
        <source>Only models that you have tuned are exported. A base model&apos;s own folder can be used as it is.</source>
        <translation>Exportiert werden nur Modelle, die Sie trainiert haben. Den Ordner eines Basismodells können Sie verwenden, wie er ist.</translation>
    </message>
    <message>
        <source>Only news of the newest version is fetched. Nothing of yours is sent or installed.</source>
        <translation>Nur Neuigkeiten von der neuesten Version werden geholt. Nichts von Ihnen wird gesendet, nichts installiert.</translation>
    </message>
    <message>
        <source>Only when I ask</source>
        <translation>Nur wenn ich danach frage</translation>
    </message>
    <message>
        <source>Only whoever runs it can say what was used and what it costs.</source>
        <translation>Was verbraucht wurde und was es kostet, weiß nur, wer es betreibt.</translation>
    </message>
    <message>
        <source>Look for it with “Open a project”, bring a backup back with “File, Backups”, or remove it from the list.</source>
        <translation>Suchen Sie es mit „Projekt öffnen“, holen Sie mit „Datei, Sicherungen“ eine Sicherung zurück, oder entfernen Sie es aus der Liste.</translation>
    </message>
    <message>
        <source>No backup of “{name}” could be made.</source>
        <translation>Von „{name}“ konnte keine Sicherung gemacht werden.</translation>
    </message>
    <message>
        <source>Open a project or make a new one, then open the file again.</source>
        <translation>Öffnen Sie ein Projekt oder legen Sie ein neues an, und öffnen Sie dann die Datei noch einmal.</translation>
    </message>
    <message>
        <source>Open a project or make a new one. What was said here stays on show as long as none is opened.</source>
        <translation>Öffnen Sie ein Projekt oder legen Sie ein neues an. Was hier gesagt wurde, bleibt sichtbar, solange keins geöffnet ist.</translation>
    </message>
    <message>
        <source>Open it as a project from the Start page.</source>
        <translation>Öffnen Sie es als Projekt von der Startseite aus.</translation>
    </message>
    <message>
        <source>Open it in Numbers, choose File, Export To, Excel or CSV, and choose that file.</source>
        <translation>Öffnen Sie sie in Numbers, wählen Sie „Ablage“, „Exportieren“, „Excel“ oder „CSV“, und wählen Sie hier diese Datei.</translation>
    </message>
    <message>
        <source>Open it in your spreadsheet program, save a copy without a password, and choose the copy.</source>
        <translation>Öffnen Sie sie in Ihrem Tabellenprogramm, speichern Sie eine Kopie ohne Passwort und wählen Sie die Kopie.</translation>
    </message>
    <message>
        <source>Open it in your spreadsheet program, save it as an Excel workbook or as CSV, and choose that file.</source>
        <translation>Öffnen Sie sie in Ihrem Tabellenprogramm, speichern Sie sie als Excel-Arbeitsmappe oder als CSV, und wählen Sie diese Datei.</translation>
    </message>
    <message>
        <source>Open that project, or choose another name.</source>
        <translation>Öffnen Sie dieses Projekt oder wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Open the model&apos;s page, agree to the licence there, and enter a hub token of the same account.</source>
        <translation>Öffnen Sie die Seite des Modells, stimmen Sie dort der Lizenz zu und geben Sie ein Hub-Token desselben Kontos ein.</translation>
    </message>
    <message>
        <source>Open the password store of your system and delete the entry “io.tunedesk.TuneDesk” there.</source>
        <translation>Öffnen Sie den Schlüsselbund Ihres Systems und löschen Sie dort den Eintrag „io.tunedesk.TuneDesk“.</translation>
    </message>
    <message>
        <source>Open the project again.</source>
        <translation>Öffnen Sie das Projekt noch einmal.</translation>
    </message>
    <message>
        <source>Pairs about a conversation of several turns: {count}</source>
        <translation>Paare zu einem Gespräch mit mehreren Beiträgen: {count}</translation>
    </message>
    <message>
        <source>Pairs in which an answer is missing: {count}</source>
        <translation>Paare, in denen eine Antwort fehlt: {count}</translation>
    </message>
    <message>
        <source>Pairs whose answers are spoken by somebody else: {count}</source>
        <translation>Paare, deren Antworten jemand anderes spricht: {count}</translation>
    </message>
    <message>
        <source>Pairs with an answer of several messages: {count}</source>
        <translation>Paare mit einer Antwort aus mehreren Nachrichten: {count}</translation>
    </message>
    <message>
        <source>Pairs with pictures or tools: {count}</source>
        <translation>Paare mit Bildern oder Werkzeugen: {count}</translation>
    </message>
    <message>
        <source>Pairs with two equal answers: {count}</source>
        <translation>Paare mit zwei gleichen Antworten: {count}</translation>
    </message>
    <message>
        <source>Pairs without a question: {count}</source>
        <translation>Paare ohne Frage: {count}</translation>
    </message>
    <message>
        <source>Parquet files cannot be written here: the library for them is not installed.</source>
        <translation>Parquet-Dateien können hier nicht geschrieben werden: Die Bibliothek dafür ist nicht installiert.</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>Parts of the file do not fit together any more; this happens when a disk fails or a copy broke off.</source>
        <translation>Teile der Datei passen nicht mehr zusammen; das kommt vor, wenn eine Festplatte nachlässt oder ein Kopiervorgang abbrach.</translation>
    </message>
    <message>
        <source>Pass over the data (epoch)</source>
        <translation>Durchgang durch die Daten (Epoche)</translation>
    </message>
    <message>
        <source>Pass {epoch} of {epochs} over the rows (epoch) is done.</source>
        <translation>Durchgang {epoch} von {epochs} durch die Zeilen (Epoche) ist fertig.</translation>
    </message>
    <message>
        <source>Patterns with several * or + inside each other can go on for years. Write it more plainly.</source>
        <translation>Muster mit mehreren ineinandergeschachtelten * oder + können jahrelang laufen. Schreiben Sie es einfacher.</translation>
    </message>
    <message>
        <source>Perhaps it is a slip of the pen. What may stand there: {known}.</source>
        <translation>Vielleicht nur vertippt. Möglich ist hier: {known}.</translation>
    </message>
    <message>
        <source>Pictures may stand in what the user asks, and nowhere else.</source>
        <translation>Bilder dürfen in dem stehen, was der Nutzer fragt, und sonst nirgends.</translation>
    </message>
    <message>
        <source>Please report it with the details below.</source>
        <translation>Bitte melden Sie es mit den Details unten.</translation>
    </message>
    <message>
        <source>Please report it: everything in TuneDesk should be reachable without a mouse.</source>
        <translation>Bitte melden Sie es: In TuneDesk soll alles ohne Maus erreichbar sein.</translation>
    </message>
    <message>
        <source>Please restart TuneDesk. If it happens again, restart the computer or install TuneDesk anew.</source>
        <translation>Bitte starten Sie TuneDesk neu. Geschieht es wieder, starten Sie den Computer neu oder installieren Sie TuneDesk noch einmal.</translation>
    </message>
    <message>
        <source>Please try again. If it happens again, close other programs: the computer may be short of memory.</source>
        <translation>Bitte versuchen Sie es noch einmal. Geschieht es wieder, schließen Sie andere Programme: Vielleicht ist der Arbeitsspeicher knapp.</translation>
    </message>
    <message>
        <source>Please try again. If it happens again, look whether {folder} can be written to.</source>
        <translation>Bitte versuchen Sie es noch einmal. Geschieht es wieder, sehen Sie nach, ob in {folder} geschrieben werden darf.</translation>
    </message>
    <message>
        <source>Preference pairs</source>
        <translation>Präferenzpaare</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Providers know “user” and “assistant”. These rows use other names for them, such as “human” and “gpt”.</source>
        <translation>Anbieter kennen „user“ und „assistant“. Diese Zeilen verwenden andere Namen dafür, etwa „human“ und „gpt“.</translation>
    </message>
    <message>
        <source>Providers refuse larger pictures. Make them smaller with a picture program; 1,000 dots in width are plenty.</source>
        <translation>Größere Bilder lehnen die Anbieter ab. Verkleinern Sie sie mit einem Bildprogramm; 1.000 Pixel in der Breite reichen völlig.</translation>
    </message>
    <message>
        <source>Providers refuse them.</source>
        <translation>Die Anbieter lehnen sie ab.</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Put it behind -p, or send it through a pipe with -p -.</source>
        <translation>Schreiben Sie es hinter -p, oder schicken Sie es mit -p - durch eine Pipe.</translation>
    </message>
    <message>
        <source>Put square brackets around what stands there.</source>
        <translation>Setzen Sie eckige Klammern um das, was dort steht.</translation>
    </message>
    <message>
        <source>Put the file back, or use “Save a copy” to keep everything that was saved before in a new file.</source>
        <translation>Legen Sie die Datei zurück, oder behalten Sie mit „Kopie speichern“ alles bisher Gespeicherte in einer neuen Datei.</translation>
    </message>
    <message>
        <source>Python&apos;s installer of packages stopped before it was done.</source>
        <translation>Pythons Installationsprogramm für Pakete hörte auf, bevor es fertig war.</translation>
    </message>
    <message>
        <source>Question and answer are the same column; choose two different ones.</source>
        <translation>Frage und Antwort sind dieselbe Spalte; wählen Sie zwei verschiedene.</translation>
    </message>
    <message>
        <source>Questions that hold their separator “{mark}” more than once: {count}</source>
        <translation>Fragen, die ihr Trennzeichen „{mark}“ mehr als einmal enthalten: {count}</translation>
    </message>
    <message>
        <source>Read the rows first.</source>
        <translation>Lesen Sie zuerst die Zeilen ein.</translation>
    </message>
    <message>
        <source>Record its answers while it can still be asked: run a test with it, or bring your models home.</source>
        <translation>Halten Sie seine Antworten fest, solange es noch gefragt werden kann: Machen Sie einen Test damit, oder holen Sie Ihre Modelle nach Hause.</translation>
    </message>
    <message>
        <source>Remove the model on the page Models and fetch it again.</source>
        <translation>Entfernen Sie das Modell auf der Seite „Modelle“ und holen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Remove the other one first, or give the file or folder another name.</source>
        <translation>Entfernen Sie zuerst das andere, oder geben Sie der Datei oder dem Ordner einen anderen Namen.</translation>
    </message>
    <message>
        <source>Repeated rows: {count}</source>
        <translation>Wiederholte Zeilen: {count}</translation>
    </message>
    <message>
        <source>Row (example)</source>
        <translation>Zeile (Beispiel)</translation>
    </message>
    <message>
        <source>Row of the file</source>
        <translation>Zeile der Datei</translation>
    </message>
    <message>
        <source>Row {row} has parts that cannot be told apart in the form that TRL reads.</source>
        <translation>Zeile {row} hat Teile, die sich in der Form, die TRL liest, nicht auseinanderhalten lassen.</translation>
    </message>
    <message>
        <source>Rows at a time (batch size)</source>
        <translation>Zeilen auf einmal (Batchgröße)</translation>
    </message>
    <message>
        <source>Rows for measuring whose question is trained on: {count}</source>
        <translation>Zeilen zum Messen, deren Frage trainiert wird: {count}</translation>
    </message>
    <message>
        <source>Rows for training: {count}</source>
        <translation>Zeilen für das Training: {count}</translation>
    </message>
    <message>
        <source>Rows for training: {count}; 100 or more would show clearly.</source>
        <translation>Zeilen für das Training: {count}; ab 100 würde man es deutlich sehen.</translation>
    </message>
    <message>
        <source>Rows for training: {count}; 50 good ones are a better start.</source>
        <translation>Zeilen für das Training: {count}; 50 gute sind ein besserer Anfang.</translation>
    </message>
    <message>
        <source>Rows for training: {count}; about 500 make a dependable writer.</source>
        <translation>Zeilen für das Training: {count}; mit etwa 500 schreibt ein Modell verlässlich.</translation>
    </message>
    <message>
        <source>Rows for training: {count}; at least {least} are needed.</source>
        <translation>Zeilen für das Training: {count}; nötig sind mindestens {least}.</translation>
    </message>
    <message>
        <source>Rows in</source>
        <translation>Zeilen hinein</translation>
    </message>
    <message>
        <source>Rows of another shape than most: {count}</source>
        <translation>Zeilen mit anderer Form als die meisten: {count}</translation>
    </message>
    <message>
        <source>Rows that are kept from training, so that answers to them show what the model really learned.</source>
        <translation>Zeilen, die vom Training zurückgehalten werden, damit Antworten auf sie zeigen, was das Modell wirklich gelernt hat.</translation>
    </message>
    <message>
        <source>Rows that are nearly the same as an earlier one: {count}</source>
        <translation>Zeilen, die fast gleich einer früheren sind: {count}</translation>
    </message>
    <message>
        <source>Rows that ask the same and are answered differently: {count}</source>
        <translation>Zeilen, die dasselbe fragen und verschieden beantwortet sind: {count}</translation>
    </message>
    <message>
        <source>Rows that contradict each other: {count}</source>
        <translation>Zeilen, die einander widersprechen: {count}</translation>
    </message>
    <message>
        <source>Rows that differ from an earlier one in spelling alone: {count}</source>
        <translation>Zeilen, die sich von einer früheren nur in der Schreibweise unterscheiden: {count}</translation>
    </message>
    <message>
        <source>Rows that do not fit into one cell a field stand as JSON in the column “messages”; TuneDesk reads them back.</source>
        <translation>Zeilen, bei denen nicht jedes Feld in eine Zelle passt, stehen als JSON in der Spalte „messages“; TuneDesk liest sie wieder ein.</translation>
    </message>
    <message>
        <source>Rows that gave no example: {count}</source>
        <translation>Zeilen, die kein Beispiel ergaben: {count}</translation>
    </message>
    <message>
        <source>Rows that the model does not learn from. During training they show whether it still gets better.</source>
        <translation>Zeilen, aus denen das Modell nicht lernt. Während des Trainings zeigen sie, ob es noch besser wird.</translation>
    </message>
    <message>
        <source>Rows too long for the model: {count}</source>
        <translation>Für das Modell zu lange Zeilen: {count}</translation>
    </message>
    <message>
        <source>Rows whose list of tools cannot be understood: {count}</source>
        <translation>Zeilen mit unverständlicher Werkzeugliste: {count}</translation>
    </message>
    <message>
        <source>Rows with a bank account number: {count}</source>
        <translation>Zeilen mit einer Kontonummer: {count}</translation>
    </message>
    <message>
        <source>Rows with a card number: {count}</source>
        <translation>Zeilen mit einer Kartennummer: {count}</translation>
    </message>
    <message>
        <source>Rows with a picture of more than {megabytes} MB: {count}</source>
        <translation>Zeilen mit einem Bild von mehr als {megabytes} MB: {count}</translation>
    </message>
    <message>
        <source>Rows with a picture outside of a question: {count}</source>
        <translation>Zeilen mit einem Bild außerhalb einer Frage: {count}</translation>
    </message>
    <message>
        <source>Rows with a picture that cannot be found: {count}</source>
        <translation>Zeilen mit einem Bild, das nicht zu finden ist: {count}</translation>
    </message>
    <message>
        <source>Rows with a picture that is damaged: {count}</source>
        <translation>Zeilen mit einem beschädigten Bild: {count}</translation>
    </message>
    <message>
        <source>Rows with a secret key: {count}</source>
        <translation>Zeilen mit einem geheimen Schlüssel: {count}</translation>
    </message>
    <message>
        <source>Rows with a sign that steers models, such as &lt;|endoftext|&gt;: {count}</source>
        <translation>Zeilen mit einem Zeichen, das Modelle steuert, etwa &lt;|endoftext|&gt;: {count}</translation>
    </message>
    <message>
        <source>Rows with a sign that was lost: {count}</source>
        <translation>Zeilen mit einem verloren gegangenen Zeichen: {count}</translation>
    </message>
    <message>
        <source>Rows with a telephone number: {count}</source>
        <translation>Zeilen mit einer Telefonnummer: {count}</translation>
    </message>
    <message>
        <source>Rows with an e-mail address: {count}</source>
        <translation>Zeilen mit einer E-Mail-Adresse: {count}</translation>
    </message>
    <message>
        <source>Rows with an invisible sign from the beginning of a file: {count}</source>
        <translation>Zeilen mit einem unsichtbaren Zeichen vom Anfang einer Datei: {count}</translation>
    </message>
    <message>
        <source>Rows with an unknown degree of detail of a picture: {count}</source>
        <translation>Zeilen mit einer unbekannten Detailstufe eines Bildes: {count}</translation>
    </message>
    <message>
        <source>Rows with another system message than most: {count}</source>
        <translation>Zeilen mit anderer Systemnachricht als die meisten: {count}</translation>
    </message>
    <message>
        <source>Rows with control characters: {count}</source>
        <translation>Zeilen mit Steuerzeichen: {count}</translation>
    </message>
    <message>
        <source>Rows with entries no model reads: {keys}</source>
        <translation>Zeilen mit Einträgen, die kein Modell liest: {keys}</translation>
    </message>
    <message>
        <source>Rows with half a character: {count}</source>
        <translation>Zeilen mit einem halben Zeichen: {count}</translation>
    </message>
    <message>
        <source>Rows with more than {most} pictures: {count}</source>
        <translation>Zeilen mit mehr als {most} Bildern: {count}</translation>
    </message>
    <message>
        <source>Rows with pictures: {count}; providers take at most {most} in one file.</source>
        <translation>Zeilen mit Bildern: {count}; Anbieter nehmen höchstens {most} in einer Datei.</translation>
    </message>
    <message>
        <source>Rows with signs of another model&apos;s template, such as [INST]: {count}</source>
        <translation>Zeilen mit Zeichen aus der Vorlage eines anderen Modells, etwa [INST]: {count}</translation>
    </message>
    <message>
        <source>Rows with something that is neither text nor picture: {count}</source>
        <translation>Zeilen mit etwas, das weder Text noch Bild ist: {count}</translation>
    </message>
    <message>
        <source>Rows with two answers to one question, of which one is the better.</source>
        <translation>Zeilen mit zwei Antworten auf eine Frage, von denen eine die bessere ist.</translation>
    </message>
    <message>
        <source>Rows without a question among others with one: {count}</source>
        <translation>Zeilen ohne Frage unter anderen mit einer: {count}</translation>
    </message>
    <message>
        <source>Rows without a system message, among others with one: {count}</source>
        <translation>Zeilen ohne Systemnachricht unter anderen mit einer: {count}</translation>
    </message>
    <message>
        <source>Rows without an answer: {count}</source>
        <translation>Zeilen ohne Antwort: {count}</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Run it in a terminal, send all answers through the pipe, or say --yes for the recommended answers.</source>
        <translation>Starten Sie es in einem Terminal, schicken Sie alle Antworten durch die Pipe, oder übernehmen Sie mit --yes die empfohlenen Antworten.</translation>
    </message>
    <message>
        <source>Run the first command here once, then the second. The Modelfile says how the model is spoken to; where it has no line TEMPLATE, Ollama looks for one in the GGUF file. Ollama was not at hand when this was made, so that step was not tried.</source>
        <translation>Führen Sie hier einmal den ersten Befehl aus, dann den zweiten. Das Modelfile sagt, wie das Modell angesprochen wird; hat es keine Zeile TEMPLATE, sucht Ollama in der GGUF-Datei danach. Als dies entstand, war Ollama nicht zur Hand; dieser Schritt ist also nicht erprobt.</translation>
    </message>
    <message>
        <source>Save the sheet as CSV and choose that file: a CSV file may be as large as you like.</source>
        <translation>Speichern Sie das Blatt als CSV und wählen Sie diese Datei: Eine CSV-Datei darf so groß sein, wie Sie möchten.</translation>
    </message>
    <message>
        <source>Save the sheet you need as CSV and choose that file: a CSV file may be as large as you like.</source>
        <translation>Speichern Sie das Blatt, das Sie brauchen, als CSV und wählen Sie diese Datei: Eine CSV-Datei darf so groß sein, wie Sie möchten.</translation>
    </message>
    <message>
        <source>Say it on the desktop</source>
        <translation>Auf dem Desktop melden</translation>
    </message>
    <message>
        <source>Say nothing on the desktop</source>
        <translation>Auf dem Desktop nichts melden</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>See that files may be written in {folder}. TuneDesk tries again by itself.</source>
        <translation>Sorgen Sie dafür, dass in {folder} Dateien geschrieben werden dürfen. TuneDesk versucht es von selbst wieder.</translation>
    </message>
    <message>
        <source>Select the cells in your table program, copy them, and paste here again.</source>
        <translation>Markieren Sie die Zellen in Ihrem Tabellenprogramm, kopieren Sie sie und fügen Sie sie hier noch einmal ein.</translation>
    </message>
    <message>
        <source>Set the variable {variable} to your key, name another one with --key-variable, or type the key when asked.</source>
        <translation>Legen Sie Ihren Schlüssel in die Variable {variable}, nennen Sie mit --key-variable eine andere, oder tippen Sie den Schlüssel ein, wenn danach gefragt wird.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Shorten the prompt.</source>
        <translation>Kürzen Sie den Prompt.</translation>
    </message>
    <message>
        <source>Sign in, choose “Create new secret key” and copy it at once: it is shown only this one time.</source>
        <translation>Melden Sie sich an, wählen Sie „Create new secret key“ und kopieren Sie den Schlüssel sofort: Er wird nur dieses eine Mal gezeigt.</translation>
    </message>
    <message>
        <source>Since 2 July 2026 OpenAI trains only for organisations that used a tuned model in the 60 days before.</source>
        <translation>Seit dem 2. Juli 2026 trainiert OpenAI nur für Organisationen, die in den 60 Tagen davor ein trainiertes Modell benutzt haben.</translation>
    </message>
    <message>
        <source>So far it learns its rows, but nothing that helps with others: the validation loss went from {first} to {last}.</source>
        <translation>Bisher lernt es seine Zeilen, aber nichts, was bei anderen hilft: Der Validierungsverlust ging von {first} auf {last}.</translation>
    </message>
    <message>
        <source>So it cannot look for a newer one. You have version {version}.</source>
        <translation>Deshalb kann es nach keiner neueren suchen. Sie haben Version {version}.</translation>
    </message>
    <message>
        <source>So it does not look for a newer version. You have version {version}.</source>
        <translation>Deshalb sucht es nach keiner neueren Version. Sie haben Version {version}.</translation>
    </message>
    <message>
        <source>So nobody knows whether there is a newer TuneDesk. You have version {version}.</source>
        <translation>Deshalb weiß niemand, ob es ein neueres TuneDesk gibt. Sie haben Version {version}.</translation>
    </message>
    <message>
        <source>Some letters cannot be read in the encoding that was chosen.</source>
        <translation>Manche Buchstaben lassen sich in der gewählten Codierung nicht lesen.</translation>
    </message>
    <message>
        <source>Some programs save tables so; TuneDesk does not read them. Nothing was imported.</source>
        <translation>Manche Programme speichern Tabellen so; TuneDesk liest sie nicht. Es wurde nichts importiert.</translation>
    </message>
    <message>
        <source>Some programs write into the texts what their model wants around them (its chat template). Your model gets its own signs by itself; it would take these for words and learn to write them.</source>
        <translation>Manche Programme schreiben in die Texte, was ihr Modell darum herum braucht (seine Chat-Vorlage). Ihr Modell bekommt seine eigenen Zeichen von selbst; diese würde es für Wörter halten und schreiben lernen.</translation>
    </message>
    <message>
        <source>Somebody put another model under this name, so old and new numbers cannot be compared.</source>
        <translation>Jemand hat unter diesem Namen ein anderes Modell abgelegt; alte und neue Zahlen lassen sich daher nicht vergleichen.</translation>
    </message>
    <message>
        <source>Somebody speaks without saying anything. Some providers refuse such a file; look whether a text is missing.</source>
        <translation>Jemand spricht, ohne etwas zu sagen. Manche Anbieter lehnen eine solche Datei ab; sehen Sie nach, ob ein Text fehlt.</translation>
    </message>
    <message>
        <source>Something in the list “{field}” of {place} in “{name}” has no name of its own.</source>
        <translation>Etwas in der Liste „{field}“ bei {place} in „{name}“ hat keinen eigenen Namen.</translation>
    </message>
    <message>
        <source>Something in these rows looks like the key to an online service or a computer. Hide it here, and have it replaced where it belongs: it may be known already.</source>
        <translation>Etwas in diesen Zeilen sieht aus wie der Schlüssel zu einem Online-Dienst oder einem Computer. Verbergen Sie ihn hier und lassen Sie ihn dort ersetzen, wo er hingehört: Vielleicht ist er schon bekannt.</translation>
    </message>
    <message>
        <source>Something still reads it, so it was not deleted.</source>
        <translation>Etwas liest noch daraus, darum wurde es nicht gelöscht.</translation>
    </message>
    <message>
        <source>Something that the check-up has noticed in your rows, with what can be done about it.</source>
        <translation>Etwas, das der Prüfung an Ihren Zeilen aufgefallen ist, mit dem, was sich tun lässt.</translation>
    </message>
    <message>
        <source>Speed of learning (learning rate)</source>
        <translation>Lerntempo (Lernrate)</translation>
    </message>
    <message>
        <source>Stands in the way</source>
        <translation>Steht im Weg</translation>
    </message>
    <message>
        <source>Start again. If it happens again, ask whoever looks after your network or your mirror of packages.</source>
        <translation>Beginnen Sie noch einmal. Geschieht es wieder, fragen Sie, wer sich um Ihr Netz oder Ihren Paketspiegel kümmert.</translation>
    </message>
    <message>
        <source>Start again; the file is sent anew.</source>
        <translation>Fangen Sie noch einmal an; die Datei wird neu gesendet.</translation>
    </message>
    <message>
        <source>Start the engine without it.</source>
        <translation>Starten Sie die Engine ohne dieses Modell.</translation>
    </message>
    <message>
        <source>Starter model</source>
        <translation>Startmodell</translation>
    </message>
    <message>
        <source>Starter model (SmolLM2 135M Instruct)</source>
        <translation>Startmodell (SmolLM2 135M Instruct)</translation>
    </message>
    <message>
        <source>Stay offline: connect to nothing outside this computer</source>
        <translation>Offline bleiben: mit nichts außerhalb dieses Computers verbinden</translation>
    </message>
    <message>
        <source>Step {step} of {steps} is done.</source>
        <translation>Schritt {step} von {steps} ist fertig.</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>Stark</translation>
    </message>
    <message>
        <source>Strong contrast makes letters, lines and frames stand out more.</source>
        <translation>Starker Kontrast hebt Buchstaben, Linien und Rahmen deutlicher hervor.</translation>
    </message>
    <message>
        <source>Style, form and manner of answers are what training teaches best. Fifty good rows show whether it works; about 500 make it dependable.</source>
        <translation>Stil, Form und Tonfall der Antworten lehrt ein Training am besten. Fünfzig gute Zeilen zeigen, ob es geht; mit etwa 500 wird es verlässlich.</translation>
    </message>
    <message>
        <source>Sums cannot be shown; nothing was changed.</source>
        <translation>Summen können nicht gezeigt werden; es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Superheroes</source>
        <translation>Superhelden</translation>
    </message>
    <message>
        <source>Support tickets</source>
        <translation>Briefe an den Kundendienst</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Systemprompt</translation>
    </message>
    <message>
        <source>Tables may lie in it, but it is none itself. Nothing was imported.</source>
        <translation>Darin können Tabellen liegen, aber sie selbst ist keine. Es wurde nichts importiert.</translation>
    </message>
    <message>
        <source>Take rows out, shorten them, or train somewhere else.</source>
        <translation>Nehmen Sie Zeilen heraus, kürzen Sie sie, oder trainieren Sie anderswo.</translation>
    </message>
    <message>
        <source>Take them out (the check-up of the wizard can), or choose CSV, Parquet or JSON Lines.</source>
        <translation>Nehmen Sie sie heraus (die Prüfung im Assistenten kann das), oder wählen Sie CSV, Parquet oder JSON Lines.</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Test of {day}: {right} of {rows} rows right, that is {value} % ({low} to {high} %).</source>
        <translation>Test vom {day}: {right} von {rows} Zeilen richtig, das sind {value} % ({low} bis {high} %).</translation>
    </message>
    <message>
        <source>Test rows</source>
        <translation>Testzeilen</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>Texts that are written freely (generation) need more examples than classes do. Each time you double the rows the answers improve by about the same step.</source>
        <translation>Frei geschriebene Texte (Generierung) brauchen mehr Beispiele als Klassen. Mit jeder Verdopplung der Zeilen werden die Antworten etwa um denselben Schritt besser.</translation>
    </message>
    <message>
        <source>Texts that mean nearly the same are found by their meaning at once, and new ones can be added every day. To sort, take the label of the texts that are nearest.</source>
        <translation>Texte, die fast dasselbe bedeuten, findet man sofort an ihrer Bedeutung, und jeden Tag können neue dazukommen. Zum Sortieren nimmt man die Klasse der Texte, die am nächsten liegen.</translation>
    </message>
    <message>
        <source>That does no harm. Begin your questions to the trained model in the same way.</source>
        <translation>Das schadet nicht. Beginnen Sie Ihre Fragen an das trainierte Modell genauso.</translation>
    </message>
    <message>
        <source>That is a sound number. Beyond 1,000 rows a model also learns rare cases; to see if more rows would help, train on half of them and compare.</source>
        <translation>Das ist eine gute Zahl. Ab 1.000 Zeilen lernt ein Modell auch seltene Fälle; ob mehr Zeilen helfen würden, sehen Sie, wenn Sie mit der Hälfte trainieren und vergleichen.</translation>
    </message>
    <message>
        <source>That is fine where many answers are good, as in stories. Where only one is right, look at these rows.</source>
        <translation>Das ist in Ordnung, wo viele Antworten gut sind, etwa bei Geschichten. Wo nur eine richtig ist, sehen Sie sich diese Zeilen an.</translation>
    </message>
    <message>
        <source>The JSON in the column “{column}” cannot be read.</source>
        <translation>Das JSON in der Spalte „{column}“ lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>The Python that runs TuneDesk has no installer of packages (pip).</source>
        <translation>Das Python, mit dem TuneDesk läuft, hat kein Installationsprogramm für Pakete (pip).</translation>
    </message>
    <message>
        <source>The account of your hub token may not have “{model}” yet.</source>
        <translation>Das Konto Ihres Hub-Tokens darf „{model}“ noch nicht haben.</translation>
    </message>
    <message>
        <source>The answer is empty.</source>
        <translation>Die Antwort ist leer.</translation>
    </message>
    <message>
        <source>The answer was taken over as the model gave it.</source>
        <translation>Die Antwort wurde übernommen, wie das Modell sie gab.</translation>
    </message>
    <message>
        <source>The answers cost at most ${dollars} (prices of {date}).</source>
        <translation>Die Antworten kosten höchstens ${dollars} (Preise vom {date}).</translation>
    </message>
    <message>
        <source>The answers have no common end mark.</source>
        <translation>Die Antworten haben keine gemeinsame Endmarke.</translation>
    </message>
    <message>
        <source>The answers in the training rows are no classes: that takes 2 to 100 short ones, each given several times.</source>
        <translation>Die Antworten in den Trainingszeilen sind keine Klassen: Dafür braucht es 2 bis 100 kurze, jede davon mehrmals gegeben.</translation>
    </message>
    <message>
        <source>The backups of “{name}” could not be deleted.</source>
        <translation>Die Sicherungen von „{name}“ konnten nicht gelöscht werden.</translation>
    </message>
    <message>
        <source>The base model {base} is under the licence {licence}, which counts for this model too. Whose rows it was tuned on has to agree as well.</source>
        <translation>Das Basismodell {base} steht unter der Lizenz {licence}; sie gilt auch für dieses Modell. Wem die Zeilen gehören, mit denen es trainiert wurde, muss ebenfalls zustimmen.</translation>
    </message>
    <message>
        <source>The better and the worse answer are the same column; choose two different ones.</source>
        <translation>Die bessere und die schlechtere Antwort sind dieselbe Spalte; wählen Sie zwei verschiedene.</translation>
    </message>
    <message>
        <source>The better answer does what the question asks, says nothing that is not so, and has the form and the tone of the good answer, where one is given. Longer is not better. Where both are as good, or as bad, say neither.</source>
        <translation>Die bessere Antwort tut, was die Frage verlangt, sagt nichts, was nicht stimmt, und hat Form und Ton der guten Antwort, wo eine angegeben ist. Länger ist nicht besser. Sind beide gleich gut oder gleich schlecht, ist es keine von beiden.</translation>
    </message>
    <message>
        <source>The bin was emptied in the meantime, so it cannot be put back.</source>
        <translation>Der Papierkorb wurde inzwischen geleert, darum lässt es sich nicht zurücklegen.</translation>
    </message>
    <message>
        <source>The careful map cannot be drawn here.</source>
        <translation>Die sorgfältige Karte kann hier nicht gezeichnet werden.</translation>
    </message>
    <message>
        <source>The change holds until TuneDesk is closed, and is lost then.</source>
        <translation>Die Änderung gilt, bis TuneDesk geschlossen wird, und geht dann verloren.</translation>
    </message>
    <message>
        <source>The code asks the program on your own computer. That wants no key, but the protocol does: put any word into the variable {variable}.</source>
        <translation>Der Code fragt das Programm auf Ihrem eigenen Computer. Es braucht keinen Schlüssel, das Protokoll aber schon: Schreiben Sie irgendein Wort in die Variable {variable}.</translation>
    </message>
    <message>
        <source>The columns do not give examples: {reason}</source>
        <translation>Die Spalten ergeben keine Beispiele: {reason}</translation>
    </message>
    <message>
        <source>The connection is missing or was cut off. What had come was removed.</source>
        <translation>Die Verbindung fehlt oder brach ab. Was gekommen war, wurde entfernt.</translation>
    </message>
    <message>
        <source>The connection to {provider} is not the one it claims to be.</source>
        <translation>Die Verbindung zu {provider} ist nicht die, für die sie sich ausgibt.</translation>
    </message>
    <message>
        <source>The copy “{name}” could not be written.</source>
        <translation>Die Kopie „{name}“ konnte nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>The data is checked and counted for one model, so nothing was written.</source>
        <translation>Die Daten werden für ein bestimmtes Modell geprüft und gezählt, darum wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>The data is not that of the kind of picture it says it is.</source>
        <translation>Die Daten sind nicht die der Art von Bild, die angegeben ist.</translation>
    </message>
    <message>
        <source>The detail of a picture can be low, high or auto. A provider refuses anything else.</source>
        <translation>Die Detailstufe eines Bildes kann low, high oder auto sein. Alles andere lehnt ein Anbieter ab.</translation>
    </message>
    <message>
        <source>The disk became full while the packages were fetched.</source>
        <translation>Die Platte wurde voll, während die Pakete geholt wurden.</translation>
    </message>
    <message>
        <source>The disk may be full, or the folder may not be written to. Nothing of it was kept.</source>
        <translation>Vielleicht ist die Festplatte voll, oder in den Ordner darf nicht geschrieben werden. Nichts davon wurde behalten.</translation>
    </message>
    <message>
        <source>The disk may be full, or the folder may not be written to. Your project is as it was.</source>
        <translation>Vielleicht ist die Festplatte voll, oder in den Ordner darf nicht geschrieben werden. Ihr Projekt ist, wie es war.</translation>
    </message>
    <message>
        <source>The disk or the folder it lies in does not let TuneDesk read it.</source>
        <translation>Die Festplatte oder der Ordner, wo es liegt, lässt TuneDesk es nicht lesen.</translation>
    </message>
    <message>
        <source>The engine on this computer is still at work: a training, a fetched model or an answer is under way.</source>
        <translation>Die Engine auf diesem Computer arbeitet noch: Ein Training läuft, ein Modell wird geholt, oder eine Antwort entsteht.</translation>
    </message>
    <message>
        <source>The entry “{key}” is not a text.</source>
        <translation>Der Eintrag „{key}“ ist kein Text.</translation>
    </message>
    <message>
        <source>The export needs a place to grow in, so it was not begun.</source>
        <translation>Der Export braucht einen Ort, an dem er entstehen kann; darum wurde er nicht begonnen.</translation>
    </message>
    <message>
        <source>The export of “{model}” could not be finished.</source>
        <translation>Der Export von „{model}“ konnte nicht abgeschlossen werden.</translation>
    </message>
    <message>
        <source>The export was not finished, and nothing of it was left behind. Your project is unchanged.</source>
        <translation>Der Export wurde nicht fertig, und nichts davon blieb zurück. Ihr Projekt ist unverändert.</translation>
    </message>
    <message>
        <source>The figures in brackets are where the true value lies in 95 of 100 such cases (95 % interval).</source>
        <translation>Die Zahlen in Klammern geben an, wo der wahre Wert in 95 von 100 solchen Fällen liegt (95-%-Intervall).</translation>
    </message>
    <message>
        <source>The file was not kept, because half of it could be taken for the whole.</source>
        <translation>Die Datei wurde nicht behalten, weil man eine halbe für die ganze halten könnte.</translation>
    </message>
    <message>
        <source>The file would have about {size} MB, and {provider} takes at most {largest} MB. Take rows out, or shorten them.</source>
        <translation>Die Datei hätte etwa {size} MB, und {provider} nimmt höchstens {largest} MB. Nehmen Sie Zeilen heraus oder kürzen Sie sie.</translation>
    </message>
    <message>
        <source>The file {name}.gguf is the whole model. Programs that read GGUF (llama.cpp, Jan, KoboldCpp and others) open it as it is. With llama.cpp&apos;s server:</source>
        <translation>Die Datei {name}.gguf ist das ganze Modell. Programme, die GGUF lesen (llama.cpp, Jan, KoboldCpp und andere), öffnen sie, wie sie ist. Mit dem Server von llama.cpp:</translation>
    </message>
    <message>
        <source>The first measurements will be here in a moment.</source>
        <translation>Die ersten Messungen sind gleich da.</translation>
    </message>
    <message>
        <source>The first of these models is switched off on {date}.</source>
        <translation>Das erste dieser Modelle wird am {date} abgeschaltet.</translation>
    </message>
    <message>
        <source>The folder is missing or may not be written to.</source>
        <translation>Der Ordner fehlt, oder es darf nicht in ihn geschrieben werden.</translation>
    </message>
    <message>
        <source>The folder may be read-only, or the disk may be full. The project is as it was.</source>
        <translation>Vielleicht ist der Ordner schreibgeschützt oder die Festplatte voll. Das Projekt ist, wie es war.</translation>
    </message>
    <message>
        <source>The folder {folder} does not let TuneDesk write. The model itself is as it was.</source>
        <translation>Der Ordner {folder} lässt TuneDesk nicht schreiben. Das Modell selbst ist, wie es war.</translation>
    </message>
    <message>
        <source>The folder “{name}” is not there.</source>
        <translation>Der Ordner „{name}“ ist nicht da.</translation>
    </message>
    <message>
        <source>The folder “{name}” is there already, and it holds files.</source>
        <translation>Der Ordner „{name}“ ist schon da und enthält Dateien.</translation>
    </message>
    <message>
        <source>The form of a row: a chat with messages, a prompt with its completion, or a preference pair.</source>
        <translation>Die Form einer Zeile: ein Chat mit Nachrichten, ein Prompt mit seiner Completion oder ein Präferenzpaar.</translation>
    </message>
    <message>
        <source>The hub does not know your token any more.</source>
        <translation>Der Hub kennt Ihr Token nicht mehr.</translation>
    </message>
    <message>
        <source>The hub has no model “{model}” that you may see.</source>
        <translation>Der Hub hat kein Modell „{model}“, das Sie sehen dürfen.</translation>
    </message>
    <message>
        <source>The judge does not know what to go by.</source>
        <translation>Der Richter weiß nicht, wonach er gehen soll.</translation>
    </message>
    <message>
        <source>The key (token) is the text in the file that the engine there was started with: tunedesk engine --host ADDRESS --port 8077 --linger 31536000 --token-file FILE. ADDRESS is that computer&apos;s own address in your network, --linger lets it wait a year for you. Whoever runs the engine makes the text up, long and hard to guess, and tells it to you.</source>
        <translation>Der Schlüssel (Token) ist der Text in der Datei, mit der die Engine dort gestartet wurde: tunedesk engine --host ADDRESS --port 8077 --linger 31536000 --token-file FILE. ADDRESS ist die eigene Adresse jenes Computers in Ihrem Netzwerk, --linger lässt ihn ein Jahr auf Sie warten. Wer die Engine betreibt, denkt sich den Text aus, lang und schwer zu erraten, und sagt ihn Ihnen.</translation>
    </message>
    <message>
        <source>The key for {provider} was stored by another password store than the one that answers now.</source>
        <translation>Der Schlüssel für {provider} liegt in einem anderen Schlüsselbund als dem, der jetzt antwortet.</translation>
    </message>
    <message>
        <source>The key is still stored there; TuneDesk will find it again at the next start.</source>
        <translation>Der Schlüssel ist dort noch gespeichert; TuneDesk findet ihn beim nächsten Start wieder.</translation>
    </message>
    <message>
        <source>The key was neither read nor changed.</source>
        <translation>Der Schlüssel wurde weder gelesen noch geändert.</translation>
    </message>
    <message>
        <source>The last change may not be saved. Everything before it is safe.</source>
        <translation>Die letzte Änderung ist vielleicht nicht gespeichert. Alles davor ist sicher.</translation>
    </message>
    <message>
        <source>The last change was not saved. Everything before it is safe in the project file.</source>
        <translation>Die letzte Änderung wurde nicht gespeichert. Alles davor liegt sicher in der Projektdatei.</translation>
    </message>
    <message>
        <source>The last change was not saved. Everything before it is safe.</source>
        <translation>Die letzte Änderung wurde nicht gespeichert. Alles davor ist sicher.</translation>
    </message>
    <message>
        <source>The last message of the row has no answer.</source>
        <translation>Die letzte Nachricht der Zeile hat keine Antwort.</translation>
    </message>
    <message>
        <source>The line holds an example in its columns and another one in “{column}”; only one can be meant. Empty one of the two.</source>
        <translation>Die Zeile enthält ein Beispiel in ihren Spalten und ein weiteres in „{column}“; gemeint sein kann nur eines. Leeren Sie eins von beiden.</translation>
    </message>
    <message>
        <source>The list of messages is empty.</source>
        <translation>Die Liste der Nachrichten ist leer.</translation>
    </message>
    <message>
        <source>The list of providers could not be written.</source>
        <translation>Die Liste der Anbieter konnte nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>The list of providers “{name}” cannot be read.</source>
        <translation>Die Liste der Anbieter „{name}“ lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>The list of what was spent (“{name}”) cannot be read.</source>
        <translation>Die Liste der Ausgaben („{name}“) lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>The makers of “{model}” give it to those only who agree to their licence.</source>
        <translation>Die Hersteller von „{model}“ geben es nur an jene, die ihrer Lizenz zustimmen.</translation>
    </message>
    <message>
        <source>The meaning of rows can be written as CSV, as Parquet, or as arrays of NumPy.</source>
        <translation>Die Bedeutung von Zeilen lässt sich als CSV, als Parquet oder als NumPy-Arrays schreiben.</translation>
    </message>
    <message>
        <source>The messages are not a list.</source>
        <translation>Die Nachrichten sind keine Liste.</translation>
    </message>
    <message>
        <source>The model cannot learn which answer belongs to what. Choose another column for the question, or leave the questions empty if the model is to write such texts unasked.</source>
        <translation>Das Modell kann nicht lernen, welche Antwort wozu gehört. Wählen Sie eine andere Spalte für die Frage, oder lassen Sie die Fragen leer, wenn das Modell solche Texte ungefragt schreiben soll.</translation>
    </message>
    <message>
        <source>The model could take the first one for the end of the question. A separator should stand nowhere else.</source>
        <translation>Das Modell könnte das erste für das Ende der Frage halten. Ein Trennzeichen sollte sonst nirgends stehen.</translation>
    </message>
    <message>
        <source>The model decides with its first piece of text (token). Classes whose first words differ are told apart more surely.</source>
        <translation>Das Modell entscheidet mit seinem ersten Textstück (Token). Klassen, deren erste Wörter sich unterscheiden, hält es sicherer auseinander.</translation>
    </message>
    <message>
        <source>The model does not get to see the row: put {{prompt}} or {{completion}} into the text.</source>
        <translation>Das Modell bekommt die Zeile nicht zu sehen: Setzen Sie {{prompt}} oder {{completion}} in den Text.</translation>
    </message>
    <message>
        <source>The model goes once through all rows of the training part.</source>
        <translation>Das Modell geht einmal durch alle Zeilen des Trainingsteils.</translation>
    </message>
    <message>
        <source>The model has seen the answer, so the measurement would flatter it. A question should stand in one part alone.</source>
        <translation>Das Modell hat die Antwort gesehen, die Messung würde ihm also schmeicheln. Eine Frage sollte nur in einem Teil stehen.</translation>
    </message>
    <message>
        <source>The model is deleted, but not what was uploaded for it to {provider}: {names}.</source>
        <translation>Das Modell ist gelöscht, nicht aber, was dafür zu {provider} hochgeladen wurde: {names}.</translation>
    </message>
    <message>
        <source>The model learns from the difference between a better and a worse answer. Here there is none.</source>
        <translation>Das Modell lernt aus dem Unterschied zwischen einer besseren und einer schlechteren Antwort. Hier gibt es keinen.</translation>
    </message>
    <message>
        <source>The model learns from the difference between a better and a worse answer. It needs both.</source>
        <translation>Das Modell lernt aus dem Unterschied zwischen einer besseren und einer schlechteren Antwort. Es braucht beide.</translation>
    </message>
    <message>
        <source>The model learns the answers (assistant messages). Without one there is nothing to learn, and providers refuse the file.</source>
        <translation>Das Modell lernt die Antworten (Nachrichten des Assistenten). Ohne eine gibt es nichts zu lernen, und die Anbieter lehnen die Datei ab.</translation>
    </message>
    <message>
        <source>The model learns the answers. What comes after the last one teaches nothing, and providers refuse such a file.</source>
        <translation>Das Modell lernt die Antworten. Was nach der letzten kommt, lehrt nichts, und die Anbieter lehnen eine solche Datei ab.</translation>
    </message>
    <message>
        <source>The model learns to call what it has not been told of. Add the tool to the list of the row (tools).</source>
        <translation>Das Modell lernt aufzurufen, wovon es nichts erfahren hat. Ergänzen Sie das Werkzeug in der Liste der Zeile (tools).</translation>
    </message>
    <message>
        <source>The model learns to write texts like these without being asked (open-ended generation). If you want it to answer, choose a column with the questions.</source>
        <translation>Das Modell lernt, ungefragt Texte wie diese zu schreiben (offene Generierung). Soll es antworten, wählen Sie eine Spalte mit den Fragen.</translation>
    </message>
    <message>
        <source>The model repeats the rows it has seen and gets worse on others. The coach says when this begins.</source>
        <translation>Das Modell wiederholt die Zeilen, die es gesehen hat, und wird bei anderen schlechter. Der Coach sagt, wann das beginnt.</translation>
    </message>
    <message>
        <source>The model returned numbers that say nothing.</source>
        <translation>Das Modell hat Zahlen geliefert, die nichts sagen.</translation>
    </message>
    <message>
        <source>The model should get the same instruction (system message) in training as later in use.</source>
        <translation>Das Modell sollte im Training dieselbe Anweisung (Systemnachricht) bekommen wie später im Einsatz.</translation>
    </message>
    <message>
        <source>The model takes in {limit} tokens (pieces of words); the longest row has {longest}. The rest would be cut off at the end, and with it the answer.</source>
        <translation>Das Modell nimmt {limit} Token (Wortstücke) auf; die längste Zeile hat {longest}. Der Rest würde am Ende abgeschnitten, und mit ihm die Antwort.</translation>
    </message>
    <message>
        <source>The model that a training starts from. It can write already, but knows nothing of your rows.</source>
        <translation>Das Modell, bei dem ein Training anfängt. Es kann schon schreiben, weiß aber nichts von Ihren Zeilen.</translation>
    </message>
    <message>
        <source>The model to begin with could not be unpacked.</source>
        <translation>Das Startmodell konnte nicht entpackt werden.</translation>
    </message>
    <message>
        <source>The model was kept as it was after step {step} (checkpoint).</source>
        <translation>Der Stand des Modells nach Schritt {step} wurde aufbewahrt (Zwischenstand).</translation>
    </message>
    <message>
        <source>The model would learn to give these answers to anything. Add what was asked, or take the rows out.</source>
        <translation>Das Modell würde lernen, diese Antworten auf alles zu geben. Ergänzen Sie, was gefragt war, oder nehmen Sie die Zeilen heraus.</translation>
    </message>
    <message>
        <source>The model would spend its effort on writing the same words each time; an answer (completion) needs only what differs from row to row. If they are the manner you want, such as a greeting, leave them.</source>
        <translation>Das Modell würde seine Mühe darauf verwenden, jedes Mal dieselben Wörter zu schreiben; eine Antwort (Completion) braucht nur, was von Zeile zu Zeile anders ist. Sind sie so gewollt, etwa ein Gruß, lassen Sie sie stehen.</translation>
    </message>
    <message>
        <source>The model you chose cannot learn from rows of this shape: {count}</source>
        <translation>Das gewählte Modell kann aus Zeilen dieser Form nicht lernen: {count}</translation>
    </message>
    <message>
        <source>The model “{model}” is not there any more.</source>
        <translation>Das Modell „{model}“ ist nicht mehr da.</translation>
    </message>
    <message>
        <source>The model “{name}” on this computer cannot be read: its list of tokens is damaged.</source>
        <translation>Das Modell „{name}“ auf diesem Computer lässt sich nicht lesen: Seine Token-Liste ist beschädigt.</translation>
    </message>
    <message>
        <source>The model “{target}” is not in the list of models.</source>
        <translation>Das Modell „{target}“ ist nicht in der Liste der Modelle.</translation>
    </message>
    <message>
        <source>The name or note could not be kept.</source>
        <translation>Der Name oder die Notiz konnte nicht behalten werden.</translation>
    </message>
    <message>
        <source>The other one is better.</source>
        <translation>Das andere ist besser.</translation>
    </message>
    <message>
        <source>The pack “{name}” could not be read.</source>
        <translation>Das Paket „{name}“ konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The pack “{name}” could not be written.</source>
        <translation>Das Paket „{name}“ konnte nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>The pack “{name}” is damaged.</source>
        <translation>Das Paket „{name}“ ist beschädigt.</translation>
    </message>
    <message>
        <source>The packages are whole, but they do not start on this computer.</source>
        <translation>Die Pakete sind heil, aber sie starten auf diesem Computer nicht.</translation>
    </message>
    <message>
        <source>The packages come from the internet, so nothing was fetched.</source>
        <translation>Die Pakete kommen aus dem Internet; deshalb wurde nichts geholt.</translation>
    </message>
    <message>
        <source>The packages were fetched, but they do not start on this computer.</source>
        <translation>Die Pakete wurden geholt, aber sie starten auf diesem Computer nicht.</translation>
    </message>
    <message>
        <source>The part of TuneDesk that reads files could not be started.</source>
        <translation>Der Teil von TuneDesk, der Dateien liest, konnte nicht gestartet werden.</translation>
    </message>
    <message>
        <source>The part of TuneDesk that reads files has stopped.</source>
        <translation>Der Teil von TuneDesk, der Dateien liest, läuft nicht mehr.</translation>
    </message>
    <message>
        <source>The part of TuneDesk that trains and answers on this computer. It works on when the window is closed.</source>
        <translation>Der Teil von TuneDesk, der auf diesem Computer trainiert und antwortet. Er arbeitet weiter, wenn das Fenster zu ist.</translation>
    </message>
    <message>
        <source>The password store of this computer did not answer.</source>
        <translation>Der Schlüsselbund dieses Computers hat nicht geantwortet.</translation>
    </message>
    <message>
        <source>The password store of this computer did not delete the key.</source>
        <translation>Der Schlüsselbund dieses Computers hat den Schlüssel nicht gelöscht.</translation>
    </message>
    <message>
        <source>The password store of this computer is locked.</source>
        <translation>Der Schlüsselbund dieses Computers ist gesperrt.</translation>
    </message>
    <message>
        <source>The pattern “{sought}” takes too long.</source>
        <translation>Das Muster „{sought}“ dauert zu lange.</translation>
    </message>
    <message>
        <source>The pictures up to there are in the folder; nothing of yours was touched.</source>
        <translation>Die Bilder bis dahin liegen im Ordner; von Ihren Sachen wurde nichts angerührt.</translation>
    </message>
    <message>
        <source>The place where the packages lie could not be reached.</source>
        <translation>Der Ort, an dem die Pakete liegen, war nicht zu erreichen.</translation>
    </message>
    <message>
        <source>The plan wants to learn from preferences (DPO), and the rows have one answer each.</source>
        <translation>Der Plan möchte aus Vorlieben lernen (DPO), und die Zeilen haben nur je eine Antwort.</translation>
    </message>
    <message>
        <source>The programs that read such a folder stop at it, so nothing was written.</source>
        <translation>Die Programme, die einen solchen Ordner lesen, bleiben daran hängen; darum wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>The project itself is saved, and the backups of earlier days are where they were.</source>
        <translation>Das Projekt selbst ist gespeichert, und die Sicherungen früherer Tage sind, wo sie waren.</translation>
    </message>
    <message>
        <source>The project with the record of its training was not open when this card was written.</source>
        <translation>Das Projekt mit den Aufzeichnungen zu seinem Training war nicht geöffnet, als diese Karte geschrieben wurde.</translation>
    </message>
    <message>
        <source>The project “{name}” holds other examples than these files.</source>
        <translation>Das Projekt „{name}“ enthält andere Beispiele als diese Dateien.</translation>
    </message>
    <message>
        <source>The prompt is longer than this model can read.</source>
        <translation>Der Prompt ist länger, als dieses Modell lesen kann.</translation>
    </message>
    <message>
        <source>The provider checks the model against its rules of use.</source>
        <translation>Der Anbieter prüft das Modell anhand seiner Nutzungsregeln.</translation>
    </message>
    <message>
        <source>The provider names the price: {cost}</source>
        <translation>Der Anbieter nennt den Preis: {cost}</translation>
    </message>
    <message>
        <source>The proxy on the way to {provider} cannot be used.</source>
        <translation>Der Proxy auf dem Weg zu {provider} lässt sich nicht benutzen.</translation>
    </message>
    <message>
        <source>The proxy on the way to {provider} did not let TuneDesk through.</source>
        <translation>Der Proxy auf dem Weg zu {provider} hat TuneDesk nicht durchgelassen.</translation>
    </message>
    <message>
        <source>The questions have no common separator at their end.</source>
        <translation>Die Fragen haben am Ende kein gemeinsames Trennzeichen.</translation>
    </message>
    <message>
        <source>The quotation mark at letter {at} is never closed.</source>
        <translation>Das Anführungszeichen bei Buchstabe {at} wird nie geschlossen.</translation>
    </message>
    <message>
        <source>The request was not carried out, and trying again does not help.</source>
        <translation>Die Anfrage wurde nicht ausgeführt, und ein neuer Versuch hilft nicht.</translation>
    </message>
    <message>
        <source>The request was not carried out.</source>
        <translation>Die Anfrage wurde nicht ausgeführt.</translation>
    </message>
    <message>
        <source>The request was not carried out. Trainings that run there go on.</source>
        <translation>Die Anfrage wurde nicht ausgeführt. Trainings, die dort laufen, gehen weiter.</translation>
    </message>
    <message>
        <source>The request was not carried out. Your data is safe.</source>
        <translation>Die Anfrage wurde nicht ausgeführt. Ihre Daten sind sicher.</translation>
    </message>
    <message>
        <source>The results would have no place to go, so nothing was begun.</source>
        <translation>Die Ergebnisse hätten keinen Platz, darum wurde nichts begonnen.</translation>
    </message>
    <message>
        <source>The row ends too early: a brace, a bracket or a value is missing at its end.</source>
        <translation>Die Zeile endet zu früh: Am Ende fehlt eine geschweifte oder eckige Klammer oder ein Wert.</translation>
    </message>
    <message>
        <source>The row gives a message a weight other than 0 or 1, and it would be lost.</source>
        <translation>Die Zeile gibt einer Nachricht ein anderes Gewicht als 0 oder 1, und es ginge verloren.</translation>
    </message>
    <message>
        <source>The row gives its speakers names, and a prompt with a completion has no place for them.</source>
        <translation>Die Zeile gibt ihren Sprechern Namen, und ein Prompt mit Completion hat keinen Platz dafür.</translation>
    </message>
    <message>
        <source>The row has neither messages nor a prompt with its completion.</source>
        <translation>Die Zeile hat weder Nachrichten noch einen Prompt mit seiner Completion.</translation>
    </message>
    <message>
        <source>The row has no answer that is to be learnt.</source>
        <translation>Die Zeile hat keine Antwort, die gelernt werden soll.</translation>
    </message>
    <message>
        <source>The row has no entry “{key}”.</source>
        <translation>Die Zeile hat keinen Eintrag „{key}“.</translation>
    </message>
    <message>
        <source>The row has too many levels of brackets within each other.</source>
        <translation>Die Zeile hat zu viele ineinandergeschachtelte Klammerebenen.</translation>
    </message>
    <message>
        <source>The row holds a character that is no text (NUL); files get them when they are damaged.</source>
        <translation>Die Zeile enthält ein Zeichen, das kein Text ist (NUL); Dateien bekommen es, wenn sie beschädigt werden.</translation>
    </message>
    <message>
        <source>The row holds a number of thousands of digits.</source>
        <translation>Die Zeile enthält eine Zahl mit Tausenden von Ziffern.</translation>
    </message>
    <message>
        <source>The row holds a picture or a sound, and a prompt with a completion can only hold text.</source>
        <translation>Die Zeile enthält ein Bild oder einen Ton, und ein Prompt mit Completion kann nur Text enthalten.</translation>
    </message>
    <message>
        <source>The row holds “{key}”, and the other shape has no place for it.</source>
        <translation>Die Zeile enthält „{key}“, und die andere Form hat keinen Platz dafür.</translation>
    </message>
    <message>
        <source>The row is as it was; this one change was not made.</source>
        <translation>Die Zeile ist, wie sie war; nur diese eine Änderung wurde nicht gemacht.</translation>
    </message>
    <message>
        <source>The row is kept as it is, but it cannot be shown or trained on.</source>
        <translation>Die Zeile bleibt, wie sie ist, lässt sich aber nicht anzeigen und nicht trainieren.</translation>
    </message>
    <message>
        <source>The row is longer than 32 million characters.</source>
        <translation>Die Zeile ist länger als 32 Millionen Zeichen.</translation>
    </message>
    <message>
        <source>The row uses tools (functions the model may call), and a prompt with a completion cannot hold them.</source>
        <translation>Die Zeile verwendet Werkzeuge (Funktionen, die das Modell aufrufen darf), und ein Prompt mit Completion kann sie nicht enthalten.</translation>
    </message>
    <message>
        <source>The rows are checked.</source>
        <translation>Die Zeilen werden geprüft.</translation>
    </message>
    <message>
        <source>The rows are in order. The training waits for its turn.</source>
        <translation>Die Zeilen sind in Ordnung. Das Training wartet, bis es an der Reihe ist.</translation>
    </message>
    <message>
        <source>The rows are of different kinds (chat, prompt and completion, or preference pairs).</source>
        <translation>Die Zeilen sind von verschiedener Art (Chat, Prompt mit Completion oder Präferenzpaare).</translation>
    </message>
    <message>
        <source>The rows are pairs of a better and a worse answer, and the plan wants single answers.</source>
        <translation>Die Zeilen sind Paare aus einer besseren und einer schlechteren Antwort, und der Plan möchte einzelne Antworten.</translation>
    </message>
    <message>
        <source>The rows cannot be counted or checked for it; your project is as it was.</source>
        <translation>Die Zeilen lassen sich dafür nicht zählen und nicht prüfen; Ihr Projekt ist, wie es war.</translation>
    </message>
    <message>
        <source>The rows have changed since this training was planned.</source>
        <translation>Die Zeilen haben sich geändert, seit dieses Training geplant wurde.</translation>
    </message>
    <message>
        <source>The rows have no place to go, so nothing was imported.</source>
        <translation>Die Zeilen hätten keinen Platz, darum wurde nichts importiert.</translation>
    </message>
    <message>
        <source>The rows of this project are pairs of a better and a worse answer.</source>
        <translation>Die Zeilen dieses Projekts sind Paare aus einer besseren und einer schlechteren Antwort.</translation>
    </message>
    <message>
        <source>The rows that were chosen are not in the table any more. Nothing was asked.</source>
        <translation>Die gewählten Zeilen sind nicht mehr in der Tabelle. Es wurde nichts gefragt.</translation>
    </message>
    <message>
        <source>The search was ended, so that your computer stays free. Nothing was changed.</source>
        <translation>Die Suche wurde beendet, damit Ihr Computer frei bleibt. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>The self-test broke off because of a fault nobody foresaw.</source>
        <translation>Der Selbsttest brach ab, wegen eines Fehlers, mit dem niemand gerechnet hat.</translation>
    </message>
    <message>
        <source>The server with “{model}” could not be reached, or it broke off.</source>
        <translation>Der Server mit „{model}“ war nicht erreichbar, oder die Verbindung brach ab.</translation>
    </message>
    <message>
        <source>The sheet “{sheet}” of “{name}” is empty.</source>
        <translation>Das Blatt „{sheet}“ von „{name}“ ist leer.</translation>
    </message>
    <message>
        <source>The sheet “{sheet}” of “{name}” is too large to be read as a workbook.</source>
        <translation>Das Blatt „{sheet}“ von „{name}“ ist zu groß, um als Arbeitsmappe gelesen zu werden.</translation>
    </message>
    <message>
        <source>The short prompt does not say {names}, so the trained model cannot know it.</source>
        <translation>Der kurze Prompt nennt {names} nicht, also kann das trainierte Modell es nicht wissen.</translation>
    </message>
    <message>
        <source>The sign � stands where a letter could not be read. Most often the file has another encoding: go back and choose it, and the letters return.</source>
        <translation>Das Zeichen � steht dort, wo ein Buchstabe nicht zu lesen war. Meist hat die Datei eine andere Codierung: Gehen Sie zurück und wählen Sie diese, und die Buchstaben sind wieder da.</translation>
    </message>
    <message>
        <source>The small base model that TuneDesk uses unless you choose another. It learns on an ordinary computer.</source>
        <translation>Das kleine Basismodell, das TuneDesk benutzt, wenn Sie kein anderes wählen. Es lernt auf einem gewöhnlichen Computer.</translation>
    </message>
    <message>
        <source>The sums there will be too low by this amount; your provider&apos;s own page has the whole.</source>
        <translation>Die Summen dort werden um diesen Betrag zu niedrig sein; die Seite Ihres Anbieters zeigt das Ganze.</translation>
    </message>
    <message>
        <source>The system refused it, or another program holds it. Nothing was imported.</source>
        <translation>Das System hat es nicht zugelassen, oder ein anderes Programm hält sie fest. Es wurde nichts importiert.</translation>
    </message>
    <message>
        <source>The table of measurements was put down (results file).</source>
        <translation>Die Tabelle der Messwerte wurde abgelegt (Ergebnisdatei).</translation>
    </message>
    <message>
        <source>The template of the answer needs {{response}}: the place where the model&apos;s answer goes.</source>
        <translation>Die Vorlage der Antwort braucht {{response}}: die Stelle, an der die Antwort des Modells steht.</translation>
    </message>
    <message>
        <source>The text that a model is asked with.</source>
        <translation>Der Text, mit dem ein Modell gefragt wird.</translation>
    </message>
    <message>
        <source>The tour broke off because of a fault nobody foresaw.</source>
        <translation>Der Rundgang brach ab, wegen eines Fehlers, mit dem niemand gerechnet hat.</translation>
    </message>
    <message>
        <source>The tour could not reach “{control}” with the keyboard.</source>
        <translation>Der Rundgang konnte „{control}“ mit der Tastatur nicht erreichen.</translation>
    </message>
    <message>
        <source>The tour stopped at the check-up: {finding}</source>
        <translation>Der Rundgang blieb bei der Prüfung stehen: {finding}</translation>
    </message>
    <message>
        <source>The tour stopped at the step “{step}”: it waited {seconds} seconds without seeing what should happen.</source>
        <translation>Der Rundgang blieb bei Schritt „{step}“ stehen: Er wartete {seconds} Sekunden, ohne zu sehen, was geschehen sollte.</translation>
    </message>
    <message>
        <source>The trained model would stop at the first one, in the middle of its answer. An end mark (stop sequence) should stand nowhere else.</source>
        <translation>Das trainierte Modell würde bei der ersten anhalten, mitten in seiner Antwort. Eine Endmarke (Stoppfolge) sollte sonst nirgends stehen.</translation>
    </message>
    <message>
        <source>The training began.</source>
        <translation>Das Training hat begonnen.</translation>
    </message>
    <message>
        <source>The training broke down: from step {step} on its loss is not a number any more (NaN).</source>
        <translation>Das Training ist entgleist: Ab Schritt {step} ist sein Verlust keine Zahl mehr (NaN).</translation>
    </message>
    <message>
        <source>The training ended before it was finished.</source>
        <translation>Das Training endete, bevor es fertig war.</translation>
    </message>
    <message>
        <source>The training engine on this computer did not start.</source>
        <translation>Die Trainings-Engine auf diesem Computer ist nicht gestartet.</translation>
    </message>
    <message>
        <source>The training file could not be written.</source>
        <translation>Die Trainingsdatei konnte nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>The training file has {size} MB, and {provider} takes at most {most} MB.</source>
        <translation>Die Trainingsdatei hat {size} MB, und {provider} nimmt höchstens {most} MB.</translation>
    </message>
    <message>
        <source>The training goes on where it was.</source>
        <translation>Das Training geht dort weiter, wo es war.</translation>
    </message>
    <message>
        <source>The training is finished.</source>
        <translation>Das Training ist fertig.</translation>
    </message>
    <message>
        <source>The training loss did not fall ({first}, at the end {last}).</source>
        <translation>Der Trainingsverlust ist nicht gesunken ({first}, am Ende {last}).</translation>
    </message>
    <message>
        <source>The training loss fell from {first} to {last}.</source>
        <translation>Der Trainingsverlust sank von {first} auf {last}.</translation>
    </message>
    <message>
        <source>The training loss has not fallen so far ({first}, now {last}).</source>
        <translation>Der Trainingsverlust ist bisher nicht gesunken ({first}, jetzt {last}).</translation>
    </message>
    <message>
        <source>The training part of TuneDesk is not installed on this computer.</source>
        <translation>Der Trainingsteil von TuneDesk ist auf diesem Computer nicht installiert.</translation>
    </message>
    <message>
        <source>The training stopped early: the validation loss did not get better any more.</source>
        <translation>Das Training endete früher: Der Validierungsverlust wurde nicht mehr besser.</translation>
    </message>
    <message>
        <source>The training there goes on.</source>
        <translation>Das Training dort geht weiter.</translation>
    </message>
    <message>
        <source>The training was cancelled.</source>
        <translation>Das Training wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The training was interrupted and goes on from step {step}.</source>
        <translation>Das Training wurde unterbrochen und geht ab Schritt {step} weiter.</translation>
    </message>
    <message>
        <source>The training was paused.</source>
        <translation>Das Training wurde angehalten.</translation>
    </message>
    <message>
        <source>The training was set up.</source>
        <translation>Das Training wurde eingerichtet.</translation>
    </message>
    <message>
        <source>The training was told to go on.</source>
        <translation>Das Training soll nun weitergehen.</translation>
    </message>
    <message>
        <source>The training will leave about {needed} MB on the disk, and only {free} MB are free. Make some room first.</source>
        <translation>Das Training wird etwa {needed} MB auf der Festplatte hinterlassen, und nur {free} MB sind frei. Schaffen Sie zuerst etwas Platz.</translation>
    </message>
    <message>
        <source>The tuned model is ready: {model}</source>
        <translation>Das trainierte Modell ist fertig: {model}</translation>
    </message>
    <message>
        <source>The turn you changed is not there any more: the row was changed meanwhile.</source>
        <translation>Der geänderte Beitrag ist nicht mehr da: Die Zeile wurde inzwischen geändert.</translation>
    </message>
    <message>
        <source>The two parts differ: already at the first steps the validation loss was {valid}, the training loss {train}.</source>
        <translation>Die beiden Teile unterscheiden sich: Schon bei den ersten Schritten war der Validierungsverlust {valid}, der Trainingsverlust {train}.</translation>
    </message>
    <message>
        <source>The word list {name}, with which TuneDesk counts tokens, cannot be read.</source>
        <translation>Die Wortliste {name}, mit der TuneDesk Token zählt, lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>The worse answer is empty.</source>
        <translation>Die schlechtere Antwort ist leer.</translation>
    </message>
    <message>
        <source>There are answers, but no questions.</source>
        <translation>Es gibt Antworten, aber keine Fragen.</translation>
    </message>
    <message>
        <source>There are fewer than 10 rows in the training part.</source>
        <translation>Im Trainingsteil sind weniger als 10 Zeilen.</translation>
    </message>
    <message>
        <source>There are no answers to judge.</source>
        <translation>Es gibt keine Antworten zu bewerten.</translation>
    </message>
    <message>
        <source>There are no rows to export.</source>
        <translation>Es gibt keine Zeilen zum Exportieren.</translation>
    </message>
    <message>
        <source>There are no rows to learn from, so nothing was imported.</source>
        <translation>Es gibt keine Zeilen zum Lernen, darum wurde nichts importiert.</translation>
    </message>
    <message>
        <source>There are no rows to test with.</source>
        <translation>Es gibt keine Zeilen zum Testen.</translation>
    </message>
    <message>
        <source>There are no training examples at {name}.</source>
        <translation>Unter {name} liegen keine Trainingsbeispiele.</translation>
    </message>
    <message>
        <source>There are no validation rows, so only the training loss will be drawn.</source>
        <translation>Es gibt keine Validierungszeilen, darum wird nur der Trainingsverlust gezeichnet.</translation>
    </message>
    <message>
        <source>There are {different} different instructions (system messages). A model learns fastest with one, and works best when it gets the same one later.</source>
        <translation>Es gibt {different} verschiedene Anweisungen (Systemnachrichten). Am schnellsten lernt ein Modell mit einer, und am besten arbeitet es, wenn es später dieselbe bekommt.</translation>
    </message>
    <message>
        <source>Providers refuse messages with entries they do not know. Rows that have such: {count}.</source>
        <translation>Nachrichten mit Einträgen, die sie nicht kennen, lehnen die Anbieter ab. Zeilen, die solche haben: {count}.</translation>
    </message>
    <message>
        <source>A model that always answers “{most}” would be right in {share} % of the rows, and of the rare classes it sees too little to tell them apart. More rows of those help most.</source>
        <translation>Ein Modell, das immer „{most}“ antwortet, läge bei {share} % der Zeilen richtig, und von den seltenen Klassen sieht es zu wenig, um sie zu unterscheiden. Mehr Zeilen davon helfen am meisten.</translation>
    </message>
    <message>
        <source>Bring rows into the project first, or use the excluded ones again.</source>
        <translation>Bringen Sie zuerst Zeilen ins Projekt, oder verwenden Sie die ausgeschlossenen wieder.</translation>
    </message>
    <message>
        <source>Choose learning from preferences (DPO) in the plan, or convert the rows into chats: “Check up…” on the page Data.</source>
        <translation>Wählen Sie im Plan das Lernen aus Präferenzen (DPO), oder wandeln Sie die Zeilen in Chats um: „Prüfen…“ auf der Seite „Daten“.</translation>
    </message>
    <message>
        <source>Enter the price in Preferences, Spending, Prices…, or leave the limit out (on the command line: --most).</source>
        <translation>Tragen Sie den Preis unter Einstellungen, Ausgaben, Preise… ein, oder lassen Sie die Grenze weg (auf der Befehlszeile: --most).</translation>
    </message>
    <message>
        <source>It learned the rows by heart: the validation loss ({valid}) is about twice the training loss ({train}) or more.</source>
        <translation>Es hat die Zeilen auswendig gelernt: Der Validierungsverlust ({valid}) ist etwa doppelt so hoch wie der Trainingsverlust ({train}) oder höher.</translation>
    </message>
    <message>
        <source>It learns the rows by heart: the validation loss ({valid}) is about twice the training loss ({train}) or more.</source>
        <translation>Es lernt die Zeilen auswendig: Der Validierungsverlust ({valid}) ist etwa doppelt so hoch wie der Trainingsverlust ({train}) oder höher.</translation>
    </message>
    <message>
        <source>Nobody could tell when its answers have cost so much. Nothing was asked.</source>
        <translation>Niemand könnte sagen, wann die Antworten so viel gekostet haben. Es wurde nichts gefragt.</translation>
    </message>
    <message>
        <source>Rows with a text that begins like a formula: {rows} (in all: {count}). A spreadsheet program may calculate it when it opens this file; the Excel format keeps it a text.</source>
        <translation>Zeilen mit einem Text, der wie eine Formel beginnt: {rows} (insgesamt: {count}). Ein Tabellenprogramm rechnet ihn vielleicht aus, wenn es diese Datei öffnet; im Excel-Format bleibt er ein Text.</translation>
    </message>
    <message>
        <source>Rows with a text that is longer than a cell of Excel may be: {rows} (in all: {count}).</source>
        <translation>Zeilen mit einem Text, der länger ist, als eine Excel-Zelle sein darf: {rows} (insgesamt: {count}).</translation>
    </message>
    <message>
        <source>Rows with an invisible character (NUL), for many programs the end of a text: {rows} (in all: {count}).</source>
        <translation>Zeilen mit einem unsichtbaren Zeichen (NUL), das für viele Programme das Ende eines Textes bedeutet: {rows} (insgesamt: {count}).</translation>
    </message>
    <message>
        <source>Rows with control characters that a workbook cannot keep: {rows} (in all: {count}).</source>
        <translation>Zeilen mit Steuerzeichen, die eine Arbeitsmappe nicht behalten kann: {rows} (insgesamt: {count}).</translation>
    </message>
    <message>
        <source>Rows with half of a character, as a bad copy leaves it behind: {rows} (in all: {count}).</source>
        <translation>Zeilen mit einem halben Zeichen, wie es eine schlechte Kopie hinterlässt: {rows} (insgesamt: {count}).</translation>
    </message>
    <message>
        <source>Rows with half of a character: {rows} (in all: {count}). Most providers refuse such a row; the check-up can mend it.</source>
        <translation>Zeilen mit einem halben Zeichen: {rows} (insgesamt: {count}). Die meisten Anbieter lehnen eine solche Zeile ab; die Prüfung kann es beheben.</translation>
    </message>
    <message>
        <source>Rows with pictures or a text in several pieces: {rows} (in all: {count}).</source>
        <translation>Zeilen mit Bildern oder einem Text in mehreren Stücken: {rows} (insgesamt: {count}).</translation>
    </message>
    <message>
        <source>The class “{most}” has {share} % of the rows; rows of “{least}”: {few}.</source>
        <translation>Die Klasse „{most}“ hat {share} % der Zeilen; Zeilen von „{least}“: {few}.</translation>
    </message>
    <message>
        <source>The list of {names} (values: {count}) is not used: no template has this placeholder.</source>
        <translation>Die Liste von {names} (Werte: {count}) wird nicht verwendet: Keine Vorlage hat diesen Platzhalter.</translation>
    </message>
    <message>
        <source>The model takes each spelling for a class of its own. Rows that would be written like most others: {count}.</source>
        <translation>Das Modell hält jede Schreibweise für eine eigene Klasse. Zeilen, die wie die meisten anderen geschrieben würden: {count}.</translation>
    </message>
    <message>
        <source>The price of “{model}” is not known, so a limit in dollars cannot be kept.</source>
        <translation>Der Preis von „{model}“ ist nicht bekannt, also lässt sich eine Grenze in Dollar nicht einhalten.</translation>
    </message>
    <message>
        <source>The request was not carried out. The provider&apos;s own words are in the details.</source>
        <translation>Die Anfrage wurde nicht ausgeführt. Der Wortlaut des Anbieters steht in den Details.</translation>
    </message>
    <message>
        <source>The rows are of different kinds (chats, prompts with completions, pairs of answers). A training takes one kind alone: “Check up…” on the page Data turns them into one.</source>
        <translation>Die Zeilen sind von verschiedener Art (Chats, Prompts mit Completions, Paare von Antworten). Ein Training nimmt nur eine Art: „Prüfen…“ auf der Seite „Daten“ macht eine daraus.</translation>
    </message>
    <message>
        <source>The rows of the table have changed since you began to look them over.</source>
        <translation>Die Zeilen der Tabelle haben sich geändert, seit Sie mit der Durchsicht begonnen haben.</translation>
    </message>
    <message>
        <source>The table is empty, or all its rows are excluded.</source>
        <translation>Die Tabelle ist leer, oder alle ihre Zeilen sind ausgeschlossen.</translation>
    </message>
    <message>
        <source>There are no rows to look over.</source>
        <translation>Es gibt keine Zeilen durchzusehen.</translation>
    </message>
    <message>
        <source>There is a model with the name of “{model}” already.</source>
        <translation>Es gibt schon ein Modell mit dem Namen von „{model}“.</translation>
    </message>
    <message>
        <source>There is already a project “{name}” in {folder}.</source>
        <translation>In {folder} gibt es schon ein Projekt „{name}“.</translation>
    </message>
    <message>
        <source>There is hardly anything to learn: the training loss was {first} from the first steps. The model knows these answers already, or they stand in the prompts.</source>
        <translation>Es gibt kaum etwas zu lernen: Der Trainingsverlust war von den ersten Schritten an {first}. Das Modell kennt diese Antworten schon, oder sie stehen in den Prompts.</translation>
    </message>
    <message>
        <source>There is no column {names}. There are: {known}.</source>
        <translation>Es gibt keine Spalte {names}. Vorhanden: {known}.</translation>
    </message>
    <message>
        <source>There is no column “{column}”. The columns are: {columns}.</source>
        <translation>Es gibt keine Spalte „{column}“. Die Spalten sind: {columns}.</translation>
    </message>
    <message>
        <source>There is no encoding called “{encoding}”.</source>
        <translation>Eine Codierung namens „{encoding}“ gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no key for {provider} yet.</source>
        <translation>Für {provider} gibt es noch keinen Schlüssel.</translation>
    </message>
    <message>
        <source>There is no key for {provider}.</source>
        <translation>Für {provider} gibt es keinen Schlüssel.</translation>
    </message>
    <message>
        <source>There is no message from the user. The model would learn to speak without being asked; look whether a column was missed.</source>
        <translation>Es gibt keine Nachricht des Nutzers. Das Modell würde lernen, ungefragt zu sprechen; sehen Sie nach, ob eine Spalte übersehen wurde.</translation>
    </message>
    <message>
        <source>There is no model to compare. The reason is in the details.</source>
        <translation>Es gibt kein Modell zum Vergleichen. Der Grund steht in den Details.</translation>
    </message>
    <message>
        <source>There is no model to test.</source>
        <translation>Es gibt kein Modell zum Testen.</translation>
    </message>
    <message>
        <source>There is no model “{model}” that reads meanings at this place.</source>
        <translation>An dieser Stelle gibt es kein Modell „{model}“, das Bedeutungen liest.</translation>
    </message>
    <message>
        <source>There is no prompt to ask.</source>
        <translation>Es gibt keinen Prompt zum Fragen.</translation>
    </message>
    <message>
        <source>There is no question.</source>
        <translation>Es gibt keine Frage.</translation>
    </message>
    <message>
        <source>There is no sheet “{sheet}” in “{name}”.</source>
        <translation>In „{name}“ gibt es kein Blatt „{sheet}“.</translation>
    </message>
    <message>
        <source>There is no space left on the disk for “{name}”.</source>
        <translation>Auf der Festplatte ist kein Platz mehr für „{name}“.</translation>
    </message>
    <message>
        <source>There is no space left on the disk that holds “{name}”.</source>
        <translation>Auf der Festplatte, auf der „{name}“ liegt, ist kein Platz mehr.</translation>
    </message>
    <message>
        <source>There is no space left on the disk where {provider} keeps its files.</source>
        <translation>Auf der Festplatte, auf der {provider} seine Dateien ablegt, ist kein Platz mehr.</translation>
    </message>
    <message>
        <source>There is no space left on the disk while the file is being read.</source>
        <translation>Auf der Festplatte ist kein Platz mehr, während die Datei gelesen wird.</translation>
    </message>
    <message>
        <source>There is no table to be written.</source>
        <translation>Es gibt keine Tabelle zum Schreiben.</translation>
    </message>
    <message>
        <source>There is no text on the clipboard.</source>
        <translation>In der Zwischenablage ist kein Text.</translation>
    </message>
    <message>
        <source>There is not enough room on that disk.</source>
        <translation>Auf dieser Festplatte ist nicht genug Platz.</translation>
    </message>
    <message>
        <source>There is not enough room on the disk for “{model}”.</source>
        <translation>Auf der Festplatte ist nicht genug Platz für „{model}“.</translation>
    </message>
    <message>
        <source>There is not enough room on the disk for “{name}”.</source>
        <translation>Auf der Festplatte ist nicht genug Platz für „{name}“.</translation>
    </message>
    <message>
        <source>There is not enough room on the disk.</source>
        <translation>Auf der Platte ist nicht genug Platz.</translation>
    </message>
    <message>
        <source>There is nothing in it.</source>
        <translation>Es ist nichts darin.</translation>
    </message>
    <message>
        <source>There is nothing to learn from a question alone; the model would learn to say nothing.</source>
        <translation>Aus einer Frage allein lässt sich nichts lernen; das Modell würde lernen, nichts zu sagen.</translation>
    </message>
    <message>
        <source>There is nothing to learn in these rows: from the first step on no loss could be measured.</source>
        <translation>In diesen Zeilen gibt es nichts zu lernen: Vom ersten Schritt an ließ sich kein Verlust messen.</translation>
    </message>
    <message>
        <source>There is nothing to make rows of.</source>
        <translation>Es gibt nichts, woraus Zeilen werden könnten.</translation>
    </message>
    <message>
        <source>There is nothing to tell apart: a model that always says this would be right in all {count} rows. Add rows with other answers, or choose another column.</source>
        <translation>Es gibt nichts zu unterscheiden: Ein Modell, das immer dies sagt, läge in allen {count} Zeilen richtig. Fügen Sie Zeilen mit anderen Antworten hinzu, oder wählen Sie eine andere Spalte.</translation>
    </message>
    <message>
        <source>There is something called “{name}” in that place already.</source>
        <translation>An diesem Ort gibt es schon etwas namens „{name}“.</translation>
    </message>
    <message>
        <source>There is too little room on the disk for a backup of “{name}”.</source>
        <translation>Auf dem Datenträger ist zu wenig Platz für eine Sicherung von „{name}“.</translation>
    </message>
    <message>
        <source>These may stand there: {known}.</source>
        <translation>Möglich ist hier: {known}.</translation>
    </message>
    <message>
        <source>These placeholders have no values yet: {names}. Doubled braces, {{{{ and }}}}, stand for plain ones.</source>
        <translation>Diese Platzhalter haben noch keine Werte: {names}. Verdoppelte Klammern, {{{{ und }}}}, stehen für einfache.</translation>
    </message>
    <message>
        <source>These rows stand in the table already, letter by letter. The model would see them more often than the others and take them for more important. The first of each stays.</source>
        <translation>Diese Zeilen stehen schon in der Tabelle, Buchstabe für Buchstabe. Das Modell würde sie öfter sehen als die anderen und für wichtiger halten. Die erste von jeder bleibt.</translation>
    </message>
    <message>
        <source>These signs are invisible and come from other programs. The model would learn them, and some programs stop reading at them.</source>
        <translation>Diese Zeichen sind unsichtbar und kommen aus anderen Programmen. Das Modell würde sie lernen, und manche Programme hören dort auf zu lesen.</translation>
    </message>
    <message>
        <source>They are gone, or have nothing in the column that was chosen. Nothing was asked.</source>
        <translation>Sie sind nicht mehr da, oder in der gewählten Spalte steht nichts. Es wurde nichts gefragt.</translation>
    </message>
    <message>
        <source>They are invisible and mostly come from a bad copy. Nothing was written, because they would be lost.</source>
        <translation>Sie sind unsichtbar und stammen meist aus einer schlechten Kopie. Es wurde nichts geschrieben, weil sie verloren gingen.</translation>
    </message>
    <message>
        <source>They ask the same and name different classes. The model cannot follow both; look at them, or keep the class that most of them name.</source>
        <translation>Sie fragen dasselbe und nennen verschiedene Klassen. Das Modell kann nicht beiden folgen; sehen Sie sie an, oder behalten Sie die Klasse, die die meisten nennen.</translation>
    </message>
    <message>
        <source>They differ in a few words only. The model would see much the same again and again and take it for more important. Where the small difference is what matters (a number, a name), leave them.</source>
        <translation>Sie unterscheiden sich nur in wenigen Wörtern. Das Modell sähe immer wieder fast dasselbe und hielte es für wichtiger. Wo es auf den kleinen Unterschied ankommt (eine Zahl, ein Name), lassen Sie sie stehen.</translation>
    </message>
    <message>
        <source>They have more than {letters} letters. Very long rows are often cut, and what is lost is their end: the answer.</source>
        <translation>Sie haben mehr als {letters} Buchstaben. Sehr lange Zeilen werden oft gekürzt, und verloren geht ihr Ende: die Antwort.</translation>
    </message>
    <message>
        <source>They hold until you close TuneDesk. Your projects are not touched.</source>
        <translation>Sie gelten, bis Sie TuneDesk schließen. Ihre Projekte werden nicht angerührt.</translation>
    </message>
    <message>
        <source>They stay in your file and do not reach the model. Go back if one of them belongs to the question or the answer.</source>
        <translation>Sie bleiben in Ihrer Datei und erreichen das Modell nicht. Gehen Sie zurück, wenn eine davon zur Frage oder zur Antwort gehört.</translation>
    </message>
    <message>
        <source>They stay with the rows and teach nothing. Some providers refuse a file for them; the export leaves out what a provider does not take.</source>
        <translation>Sie bleiben bei den Zeilen und lehren nichts. Manche Anbieter lehnen deswegen eine Datei ab; der Export lässt weg, was ein Anbieter nicht nimmt.</translation>
    </message>
    <message>
        <source>They want to know who fetches it, so the hub asks for a token of your account there. Nothing was fetched.</source>
        <translation>Sie möchten wissen, wer es holt; darum verlangt der Hub ein Token Ihres dortigen Kontos. Es wurde nichts geholt.</translation>
    </message>
    <message>
        <source>They were not there to choose when you said what each row becomes; the first is met on line {line}. Go back if one of them belongs to the question or the answer: now they stand in the menus.</source>
        <translation>Sie standen noch nicht zur Wahl, als Sie sagten, was aus jeder Zeile wird; die erste kommt in Zeile {line} vor. Gehen Sie zurück, wenn eine davon zur Frage oder zur Antwort gehört: Jetzt stehen sie in den Menüs.</translation>
    </message>
    <message>
        <source>They were not touched, and nothing was written.</source>
        <translation>Sie wurden nicht angerührt, und es wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>They were removed again; what was there before is unchanged.</source>
        <translation>Sie wurden wieder entfernt; was vorher da war, ist unverändert.</translation>
    </message>
    <message>
        <source>They would read such a row wrongly, so nothing was written.</source>
        <translation>Sie würden eine solche Zeile anders lesen als gemeint, darum wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>This cannot be asked yet: {reason}</source>
        <translation>Das lässt sich noch nicht fragen: {reason}</translation>
    </message>
    <message>
        <source>This comparison is not in the project any more.</source>
        <translation>Dieser Vergleich ist nicht mehr im Projekt.</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>This conversation is not in the project any more.</source>
        <translation>Dieses Gespräch ist nicht mehr im Projekt.</translation>
    </message>
    <message>
        <source>This does not look like a key.</source>
        <translation>Das sieht nicht wie ein Schlüssel aus.</translation>
    </message>
    <message>
        <source>This file is no pack of TuneDesk, or only a part of one.</source>
        <translation>Diese Datei ist kein Paket von TuneDesk oder nur ein Teil davon.</translation>
    </message>
    <message>
        <source>This folder holds what was learned (a LoRA adapter for PEFT), not the base model {base}. If that lies elsewhere, put its folder in the place of its name. Run this in the folder:</source>
        <translation>Dieser Ordner enthält das Gelernte (einen LoRA-Adapter für PEFT), nicht das Basismodell {base}. Liegt es anderswo, setzen Sie dessen Ordner an die Stelle seines Namens. Führen Sie dies im Ordner aus:</translation>
    </message>
    <message>
        <source>This folder is the whole model as Hugging Face&apos;s libraries read it. Run this in the folder:</source>
        <translation>Dieser Ordner ist das ganze Modell, wie es die Bibliotheken von Hugging Face lesen. Führen Sie dies im Ordner aus:</translation>
    </message>
    <message>
        <source>This is a single value or a list, not names with values between braces.</source>
        <translation>Das ist ein einzelner Wert oder eine Liste, nicht Namen mit Werten zwischen geschweiften Klammern.</translation>
    </message>
    <message>
        <source>This is not a table of measurements.</source>
        <translation>Das ist keine Tabelle mit Messwerten.</translation>
    </message>
    <message>
        <source>This is not written as JSON should be, from letter {at} on.</source>
        <translation>Ab Buchstabe {at} ist das nicht so geschrieben, wie JSON es verlangt.</translation>
    </message>
    <message>
        <source>This looks like sorting into {classes} classes.</source>
        <translation>Das sieht nach Sortieren in {classes} Klassen aus.</translation>
    </message>
    <message>
        <source>This looks like writing a text for each question.</source>
        <translation>Das sieht danach aus, zu jeder Frage einen Text zu schreiben.</translation>
    </message>
    <message>
        <source>This pack claims to hold far more than a file of its size can.</source>
        <translation>Dieses Paket gibt vor, weit mehr zu enthalten, als eine Datei seiner Größe kann.</translation>
    </message>
    <message>
        <source>This pack holds a file whose name leads out of its folder, or that no pack has.</source>
        <translation>Dieses Paket enthält eine Datei, deren Name aus dem Ordner hinausführt oder die kein Paket hat.</translation>
    </message>
    <message>
        <source>This pack was made by a newer TuneDesk.</source>
        <translation>Dieses Paket wurde mit einem neueren TuneDesk gemacht.</translation>
    </message>
    <message>
        <source>This page shows what was used and what it cost, day by day.</source>
        <translation>Diese Seite zeigt Tag für Tag, was verbraucht wurde und was es kostet.</translation>
    </message>
    <message>
        <source>This piece of work is not in the project any more.</source>
        <translation>Diese Arbeit ist nicht mehr im Projekt.</translation>
    </message>
    <message>
        <source>This project has no rows that were kept away from training.</source>
        <translation>In diesem Projekt gibt es keine Zeilen, die vom Training zurückgehalten wurden.</translation>
    </message>
    <message>
        <source>This provider was removed from the list.</source>
        <translation>Dieser Anbieter wurde aus der Liste entfernt.</translation>
    </message>
    <message>
        <source>This search is not in the project any more.</source>
        <translation>Diese Suche ist nicht mehr im Projekt.</translation>
    </message>
    <message>
        <source>This sign (byte order mark) belongs to the start of a file. Inside a text it makes two words that look the same differ.</source>
        <translation>Dieses Zeichen (Byte Order Mark) gehört an den Anfang einer Datei. Mitten im Text macht es zwei Wörter verschieden, die gleich aussehen.</translation>
    </message>
    <message>
        <source>This stands above the table, like a title.</source>
        <translation>Das steht über der Tabelle, wie ein Titel.</translation>
    </message>
    <message>
        <source>This test is not in the project any more.</source>
        <translation>Dieser Test ist nicht mehr im Projekt.</translation>
    </message>
    <message>
        <source>This training needs about {needed} MB of memory, and less is free at the moment. Close other programs, or choose fewer rows at once (batch size) or a smaller model.</source>
        <translation>Dieses Training braucht etwa {needed} MB Arbeitsspeicher, und im Moment ist weniger frei. Schließen Sie andere Programme, oder wählen Sie weniger Zeilen auf einmal (Batchgröße) oder ein kleineres Modell.</translation>
    </message>
    <message>
        <source>This training was started or given up in the meantime.</source>
        <translation>Dieses Training wurde inzwischen gestartet oder aufgegeben.</translation>
    </message>
    <message>
        <source>This version does not know all that it may hold, so it was left untouched.</source>
        <translation>Diese Version kennt nicht alles, was darin sein kann, darum blieb es unberührt.</translation>
    </message>
    <message>
        <source>This very training is being started already.</source>
        <translation>Genau dieses Training wird gerade schon gestartet.</translation>
    </message>
    <message>
        <source>This works ({count} found).</source>
        <translation>Das geht ({count} gefunden).</translation>
    </message>
    <message>
        <source>This works ({count} found). The first of them is switched off on {date}.</source>
        <translation>Das geht ({count} gefunden). Das erste davon wird am {date} abgeschaltet.</translation>
    </message>
    <message>
        <source>This works.</source>
        <translation>Das geht.</translation>
    </message>
    <message>
        <source>To a model these are commands, not text (special tokens). A provider refuses the whole file for a single one.</source>
        <translation>Für ein Modell sind das Befehle, kein Text (Sondertoken). Schon wegen eines einzigen lehnt ein Anbieter die ganze Datei ab.</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Tokens of the prompt</source>
        <translation>Token des Prompts</translation>
    </message>
    <message>
        <source>Tokens: {tokens}, seconds: {seconds}</source>
        <translation>Token: {tokens}, Sekunden: {seconds}</translation>
    </message>
    <message>
        <source>Too little was measured to say how it went.</source>
        <translation>Es wurde zu wenig gemessen, um zu sagen, wie es lief.</translation>
    </message>
    <message>
        <source>Train a model to name the label (fine-tuning).</source>
        <translation>Ein Modell trainieren, das die Klasse nennt (Feinabstimmung).</translation>
    </message>
    <message>
        <source>Train a model with your examples (fine-tuning).</source>
        <translation>Ein Modell mit Ihren Beispielen trainieren (Feinabstimmung).</translation>
    </message>
    <message>
        <source>Train again with fewer passes over the rows (epochs) than before, or add rows.</source>
        <translation>Trainieren Sie noch einmal mit weniger Durchgängen durch die Zeilen (Epochen) als zuvor, oder fügen Sie Zeilen hinzu.</translation>
    </message>
    <message>
        <source>Train again with fewer passes over the rows (epochs: {passes}), or add rows.</source>
        <translation>Trainieren Sie noch einmal mit weniger Durchgängen durch die Zeilen (Epochen: {passes}), oder fügen Sie Zeilen hinzu.</translation>
    </message>
    <message>
        <source>Train again with half the learning rate; also look for rows that are not like the others.</source>
        <translation>Trainieren Sie noch einmal mit halber Lernrate; suchen Sie auch nach Zeilen, die nicht wie die anderen sind.</translation>
    </message>
    <message>
        <source>Train again with twice the learning rate, or with more rows.</source>
        <translation>Trainieren Sie noch einmal mit doppelter Lernrate oder mit mehr Zeilen.</translation>
    </message>
    <message>
        <source>Train at a provider, or ask your IT department whether a newer TuneDesk or another Python is to be had.</source>
        <translation>Trainieren Sie bei einem Anbieter, oder fragen Sie Ihre IT-Abteilung, ob ein neueres TuneDesk oder ein anderes Python zu haben ist.</translation>
    </message>
    <message>
        <source>Train without measuring classes, or give the answers the form of labels, such as “yes” and “no”.</source>
        <translation>Trainieren Sie, ohne Klassen zu messen, oder geben Sie den Antworten die Form von Klassen, etwa „ja“ und „nein“.</translation>
    </message>
    <message>
        <source>Train without measuring classes, or on this computer with rows that have one answer each.</source>
        <translation>Trainieren Sie, ohne Klassen zu messen, oder auf diesem Computer mit Zeilen, die nur eine Antwort haben.</translation>
    </message>
    <message>
        <source>Training a model that can write already with your own examples, so that it answers your way.</source>
        <translation>Ein Modell, das schon schreiben kann, mit eigenen Beispielen trainieren, damit es auf Ihre Art antwortet.</translation>
    </message>
    <message>
        <source>Training and answering need it. What was fetched so far is not used.</source>
        <translation>Training und Antworten brauchen es. Was bisher geholt wurde, wird nicht verwendet.</translation>
    </message>
    <message>
        <source>Training and asking on this computer will not work until it can.</source>
        <translation>Bis dahin kann auf diesem Computer weder trainiert noch gefragt werden.</translation>
    </message>
    <message>
        <source>Training costs about</source>
        <translation>Das Training kostet etwa</translation>
    </message>
    <message>
        <source>Training is being set up on this computer already.</source>
        <translation>Training wird auf diesem Computer schon eingerichtet.</translation>
    </message>
    <message>
        <source>Training needs at least {least} rows; with this split it has {count}.</source>
        <translation>Das Training braucht mindestens {least} Zeilen; mit dieser Aufteilung hat es {count}.</translation>
    </message>
    <message>
        <source>Training needs at least {least} training rows. Add rows, or move some to the training part.</source>
        <translation>Das Training braucht mindestens {least} Trainingszeilen. Fügen Sie Zeilen hinzu, oder verschieben Sie einige in den Trainingsteil.</translation>
    </message>
    <message>
        <source>Training on this computer cannot be set up with its system and Python {python}.</source>
        <translation>Training lässt sich auf diesem Computer mit seinem System und Python {python} nicht einrichten.</translation>
    </message>
    <message>
        <source>Training rows</source>
        <translation>Trainingszeilen</translation>
    </message>
    <message>
        <source>Training rows: {rows}. That is few; from 50 to 100 good ones on, a model gets clearly better.</source>
        <translation>Trainingszeilen: {rows}. Das ist wenig; ab 50 bis 100 guten wird ein Modell deutlich besser.</translation>
    </message>
    <message>
        <source>Training takes texts and pictures. A provider refuses anything else.</source>
        <translation>Das Training nimmt Texte und Bilder. Alles andere lehnt ein Anbieter ab.</translation>
    </message>
    <message>
        <source>Training teaches a model how to answer, not what is true today: prices and opening hours it would make up. Find the passage that fits a question by its meaning, and give it to the model along with the question.</source>
        <translation>Training lehrt ein Modell, wie es antwortet, nicht, was heute stimmt: Preise und Öffnungszeiten würde es erfinden. Suchen Sie die Stelle, die zu einer Frage passt, an ihrer Bedeutung, und geben Sie sie dem Modell zusammen mit der Frage.</translation>
    </message>
    <message>
        <source>Training there costs nothing but electricity, so there is no limit to set.</source>
        <translation>Das Training dort kostet nur Strom, darum gibt es keine Grenze zu setzen.</translation>
    </message>
    <message>
        <source>Training, answers and all of your data work without it.</source>
        <translation>Training, Antworten und alle Ihre Daten funktionieren auch ohne Internet.</translation>
    </message>
    <message>
        <source>Trainings at {provider}: {trainings}, with {megabytes} MB to fetch.</source>
        <translation>Trainings bei {provider}: {trainings}, mit {megabytes} MB zu holen.</translation>
    </message>
    <message>
        <source>Trainings in the account: {trainings}. Home are: files ({file}), projects ({project}), models with their answers ({answers}).</source>
        <translation>Trainings im Konto: {trainings}. Zu Hause sind: Dateien ({file}), Projekte ({project}), Modelle mit ihren Antworten ({answers}).</translation>
    </message>
    <message>
        <source>Try again in a minute.</source>
        <translation>Versuchen Sie es in einer Minute noch einmal.</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Try again in a moment; if it stays so, compare the address with the documentation of your provider.</source>
        <translation>Versuchen Sie es gleich noch einmal; bleibt es so, vergleichen Sie die Adresse mit der Dokumentation Ihres Anbieters.</translation>
    </message>
    <message>
        <source>Try again, or delete that folder yourself.</source>
        <translation>Versuchen Sie es noch einmal, oder löschen Sie diesen Ordner selbst.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Try again. If it happens once more, the end of the engine&apos;s log is in the details ({log}).</source>
        <translation>Versuchen Sie es noch einmal. Geschieht es wieder, steht das Ende des Engine-Protokolls in den Details ({log}).</translation>
    </message>
    <message>
        <source>Try again. If it stays so, the network in between changes what it passes on.</source>
        <translation>Versuchen Sie es noch einmal. Bleibt es so, verändert das Netzwerk dazwischen, was es weitergibt.</translation>
    </message>
    <message>
        <source>Try again: the rows are looked over as they are now, and your answers are kept.</source>
        <translation>Versuchen Sie es noch einmal: Die Zeilen werden durchgesehen, wie sie jetzt sind, und Ihre Antworten bleiben.</translation>
    </message>
    <message>
        <source>Try again; if it goes on, save a copy and report the details.</source>
        <translation>Versuchen Sie es noch einmal; geht es so weiter, speichern Sie eine Kopie und melden Sie die Details.</translation>
    </message>
    <message>
        <source>Try again; if it goes on, the details help to find the cause.</source>
        <translation>Versuchen Sie es noch einmal; geht es so weiter, helfen die Details, die Ursache zu finden.</translation>
    </message>
    <message>
        <source>Try again; what was already fetched is not fetched twice.</source>
        <translation>Versuchen Sie es noch einmal; was schon geholt ist, wird nicht zweimal geholt.</translation>
    </message>
    <message>
        <source>TuneDesk cannot count or train with this model. Your data is not touched.</source>
        <translation>Mit diesem Modell kann TuneDesk nicht zählen und nicht trainieren. Ihre Daten werden nicht angerührt.</translation>
    </message>
    <message>
        <source>TuneDesk cannot read it there any more; this happens when the desktop or the system was changed.</source>
        <translation>TuneDesk kann ihn dort nicht mehr lesen; das kommt vor, wenn der Desktop oder das System gewechselt wurde.</translation>
    </message>
    <message>
        <source>TuneDesk does not go there: what you send is meant for the address that you entered, so nothing was sent on.</source>
        <translation>TuneDesk geht dort nicht hin: Was Sie senden, ist für die Adresse bestimmt, die Sie eingetragen haben; deshalb wurde nichts weitergesendet.</translation>
    </message>
    <message>
        <source>TuneDesk does not speak its kind (SOCKS, for example), or its address has a slip. Nothing was sent.</source>
        <translation>TuneDesk spricht seine Art nicht (SOCKS zum Beispiel), oder in seiner Adresse steckt ein Fehler. Es wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>TuneDesk is set to stay offline, so {provider} was not asked.</source>
        <translation>TuneDesk soll offline bleiben, darum wurde {provider} nicht gefragt.</translation>
    </message>
    <message>
        <source>TuneDesk is set to stay offline, so “{model}” was not fetched.</source>
        <translation>TuneDesk soll offline bleiben, darum wurde „{model}“ nicht geholt.</translation>
    </message>
    <message>
        <source>TuneDesk is set to stay offline.</source>
        <translation>TuneDesk ist so eingestellt, dass es offline bleibt.</translation>
    </message>
    <message>
        <source>TuneDesk knows of no limit there that stops a training. Look in the console under billing, and begin with a small one.</source>
        <translation>TuneDesk kennt dort keine Grenze, die ein Training anhält. Sehen Sie in der Konsole unter der Abrechnung nach, und beginnen Sie mit einem kleinen.</translation>
    </message>
    <message>
        <source>TuneDesk knows of no limit there that stops a training: a card is charged by itself at a threshold and at the start of the month. Look under “Billing” before you train, and begin with a small one.</source>
        <translation>TuneDesk kennt dort keine Grenze, die ein Training anhält: Eine Karte wird bei einem Schwellenwert und am Monatsanfang von selbst belastet. Sehen Sie vor dem Training unter „Billing“ nach, und beginnen Sie mit einem kleinen.</translation>
    </message>
    <message>
        <source>TuneDesk saves every change at once, so it cannot work on a protected file.</source>
        <translation>TuneDesk speichert jede Änderung sofort und kann darum nicht mit einer geschützten Datei arbeiten.</translation>
    </message>
    <message>
        <source>Tuned model</source>
        <translation>Trainiertes Modell</translation>
    </message>
    <message>
        <source>Turn off “Stay offline” under Preferences, Network, if you want to reach it.</source>
        <translation>Schalten Sie „Offline bleiben“ unter „Einstellungen“, „Netzwerk“ aus, wenn Sie ihn erreichen möchten.</translation>
    </message>
    <message>
        <source>Turn off “Stay offline” under Preferences, Network, or take in a folder that came another way.</source>
        <translation>Schalten Sie „Offline bleiben“ unter „Einstellungen“, „Netzwerk“ aus, oder nehmen Sie einen Ordner, der auf anderem Weg kam.</translation>
    </message>
    <message>
        <source>Turn the rows into another shape, or choose another model.</source>
        <translation>Bringen Sie die Zeilen in eine andere Form, oder wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>Two at once would get into each other&apos;s way.</source>
        <translation>Zwei zugleich kämen einander in die Quere.</translation>
    </message>
    <message>
        <source>Two of one name could not be told apart, so the new one was not taken in.</source>
        <translation>Zwei mit demselben Namen ließen sich nicht auseinanderhalten, darum wurde das neue nicht aufgenommen.</translation>
    </message>
    <message>
        <source>Two questions or two answers follow each other, or an answer comes first. Many open models cannot read that; the others learn an odd rhythm.</source>
        <translation>Zwei Fragen oder zwei Antworten folgen aufeinander, oder eine Antwort steht zuerst. Viele offene Modelle können das nicht lesen; die anderen lernen einen seltsamen Rhythmus.</translation>
    </message>
    <message>
        <source>Two windows writing one project could contradict each other, so it was not opened twice.</source>
        <translation>Zwei Fenster, die in dasselbe Projekt schreiben, könnten einander widersprechen; darum wurde es nicht zweimal geöffnet.</translation>
    </message>
    <message>
        <source>Under which licence the base model {base} is, is not known here. Look at its makers&apos; page before this model is given to others.</source>
        <translation>Unter welcher Lizenz das Basismodell {base} steht, ist hier nicht bekannt. Sehen Sie auf der Seite seiner Hersteller nach, bevor Sie dieses Modell weitergeben.</translation>
    </message>
    <message>
        <source>Under “Spend” enter the most you want to spend in a month and turn on “Enforce a hard limit”; without it you only get a notice. What is under way may still go a little beyond.</source>
        <translation>Geben Sie unter „Spend“ ein, wie viel Sie im Monat höchstens ausgeben möchten, und schalten Sie „Enforce a hard limit“ ein; ohne das bekommen Sie nur einen Hinweis. Was schon läuft, kann noch etwas darüber hinausgehen.</translation>
    </message>
    <message>
        <source>Undo the last change, or remove the row; its text is in the details.</source>
        <translation>Machen Sie die letzte Änderung rückgängig, oder entfernen Sie die Zeile; ihr Text steht in den Details.</translation>
    </message>
    <message>
        <source>Unlock the password store, then try again.</source>
        <translation>Entsperren Sie den Schlüsselbund und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>Unpack it first, then choose the table that was in it.</source>
        <translation>Entpacken Sie sie zuerst, und wählen Sie dann die Tabelle, die darin war.</translation>
    </message>
    <message>
        <source>Unpacked it has more than a gigabyte, or one of its sheets more than {most} cells.</source>
        <translation>Entpackt hat sie mehr als ein Gigabyte, oder eines ihrer Blätter hat mehr als {most} Zellen.</translation>
    </message>
    <message>
        <source>Update TuneDesk on this computer and open it again.</source>
        <translation>Aktualisieren Sie TuneDesk auf diesem Computer und öffnen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Update TuneDesk, then open it again.</source>
        <translation>Aktualisieren Sie TuneDesk und öffnen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>Use it when I ask for something there</source>
        <translation>Verwenden, wenn ich dort etwas anfordere</translation>
    </message>
    <message>
        <source>Use the checkpoint nearest to step {step}: it is the better model.</source>
        <translation>Verwenden Sie den Zwischenstand, der Schritt {step} am nächsten liegt: Er ist das bessere Modell.</translation>
    </message>
    <message>
        <source>Use the checkpoint of pass (epoch) {passed}, nearest to step {step}: it is the better model.</source>
        <translation>Verwenden Sie den Zwischenstand von Durchgang (Epoche) {passed}, der Schritt {step} am nächsten liegt: Er ist das bessere Modell.</translation>
    </message>
    <message>
        <source>Use the quick map, or install TuneDesk with its part “meaning”.</source>
        <translation>Verwenden Sie die schnelle Karte, oder installieren Sie TuneDesk mit dem Teil „meaning“.</translation>
    </message>
    <message>
        <source>Use “Save a copy” to keep everything that was saved before in a new file. Then close the project and open it again to see what the other file holds.</source>
        <translation>Behalten Sie mit „Kopie speichern“ alles bisher Gespeicherte in einer neuen Datei. Schließen Sie dann das Projekt und öffnen Sie es wieder, um zu sehen, was die andere Datei enthält.</translation>
    </message>
    <message>
        <source>Use “Use my file” for tables, or choose a file that ends in .tunedesk.</source>
        <translation>Nehmen Sie für Tabellen „Meine Datei nutzen“, oder wählen Sie eine Datei, die auf .tunedesk endet.</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>Validation rows</source>
        <translation>Validierungszeilen</translation>
    </message>
    <message>
        <source>Values from {low:g} to {high:g} can be asked for.</source>
        <translation>Möglich sind Werte von {low:g} bis {high:g}.</translation>
    </message>
    <message>
        <source>Variation of another row, made by {model}</source>
        <translation>Variante einer anderen Zeile, gemacht von {model}</translation>
    </message>
    <message>
        <source>Very long rows: {count}</source>
        <translation>Sehr lange Zeilen: {count}</translation>
    </message>
    <message>
        <source>Wait until it appears in the list of trainings.</source>
        <translation>Warten Sie, bis es in der Liste der Trainings erscheint.</translation>
    </message>
    <message>
        <source>Wait until it is done there.</source>
        <translation>Warten Sie, bis es dort fertig ist.</translation>
    </message>
    <message>
        <source>Wait until it is done, or stop it, then try again.</source>
        <translation>Warten Sie, bis sie fertig ist, oder halten Sie sie an, und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>Wait until it is finished, or choose another folder.</source>
        <translation>Warten Sie, bis es fertig ist, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Wait until its answers are there, then try again in a minute.</source>
        <translation>Warten Sie, bis seine Antworten da sind, und versuchen Sie es in einer Minute noch einmal.</translation>
    </message>
    <message>
        <source>Wait until that training has ended, or cancel it, then try again.</source>
        <translation>Warten Sie, bis jenes Training zu Ende ist, oder brechen Sie es ab, und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>Wait until the training has ended, or cancel it, and try again.</source>
        <translation>Warten Sie, bis das Training zu Ende ist, oder brechen Sie es ab, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>What a row is used for: training, validation or test.</source>
        <translation>Wofür eine Zeile benutzt wird: Training, Validierung oder Test.</translation>
    </message>
    <message>
        <source>What a tool is given has to be a text in the form of a JSON object, such as {{&quot;city&quot;: &quot;Rome&quot;}}.</source>
        <translation>Was ein Werkzeug bekommt, muss ein Text in Form eines JSON-Objekts sein, etwa {{&quot;city&quot;: &quot;Rome&quot;}}.</translation>
    </message>
    <message>
        <source>What a tool is given has to be written as a text. It says the same, and providers accept it.</source>
        <translation>Was ein Werkzeug bekommt, muss als Text geschrieben sein. Es sagt dasselbe, und die Anbieter nehmen es an.</translation>
    </message>
    <message>
        <source>What a training makes: a base model that answers your way.</source>
        <translation>Was ein Training macht: ein Basismodell, das auf Ihre Art antwortet.</translation>
    </message>
    <message>
        <source>What became of {name}</source>
        <translation>Was aus {name} wurde</translation>
    </message>
    <message>
        <source>What came after that was not kept in it; everything before is on the disk.</source>
        <translation>Was danach kam, ist darin nicht enthalten; alles davor liegt auf der Festplatte.</translation>
    </message>
    <message>
        <source>What came before it is safe; this file is not there yet.</source>
        <translation>Was davor kam, ist sicher; diese Datei ist noch nicht da.</translation>
    </message>
    <message>
        <source>What came from the provider could not be written into {folder}.</source>
        <translation>Was vom Anbieter kam, konnte nicht in {folder} geschrieben werden.</translation>
    </message>
    <message>
        <source>What came of “{model}” was damaged on its way.</source>
        <translation>Was von „{model}“ ankam, wurde unterwegs beschädigt.</translation>
    </message>
    <message>
        <source>What could not be had</source>
        <translation>Was nicht zu bekommen war</translation>
    </message>
    <message>
        <source>What had arrived is kept; the rest is missing.</source>
        <translation>Was angekommen war, bleibt erhalten; der Rest fehlt.</translation>
    </message>
    <message>
        <source>What had come was removed; what was there before is unchanged.</source>
        <translation>Was gekommen war, wurde entfernt; was vorher da war, ist unverändert.</translation>
    </message>
    <message>
        <source>What has come is kept and not fetched again.</source>
        <translation>Was angekommen ist, bleibt erhalten und wird nicht noch einmal geholt.</translation>
    </message>
    <message>
        <source>What is asked has to end with a message of the user; the two answers come after it.</source>
        <translation>Was gefragt wird, muss mit einer Nachricht des Nutzers enden; die beiden Antworten kommen danach.</translation>
    </message>
    <message>
        <source>What is asked is empty.</source>
        <translation>Was gefragt wird, ist leer.</translation>
    </message>
    <message>
        <source>What is home</source>
        <translation>Was zu Hause ist</translation>
    </message>
    <message>
        <source>What is in it cannot be read without the password. Nothing was imported.</source>
        <translation>Was darin ist, lässt sich ohne das Passwort nicht lesen. Es wurde nichts importiert.</translation>
    </message>
    <message>
        <source>What is in it is not what its own list says, so nothing of it was kept.</source>
        <translation>Was darin ist, stimmt nicht mit seiner eigenen Liste überein; darum wurde nichts davon behalten.</translation>
    </message>
    <message>
        <source>What is in “{name}” could not be written to this computer.</source>
        <translation>Was in „{name}“ ist, konnte nicht auf diesen Computer geschrieben werden.</translation>
    </message>
    <message>
        <source>What is written here is not complete: something is missing or too much in line {line}, at letter {column}.</source>
        <translation>Was hier steht, ist nicht vollständig: In Zeile {line}, bei Buchstabe {column}, fehlt etwas oder ist etwas zu viel.</translation>
    </message>
    <message>
        <source>What it has learned from</source>
        <translation>Woraus es gelernt hat</translation>
    </message>
    <message>
        <source>What it is not</source>
        <translation>Was es nicht ist</translation>
    </message>
    <message>
        <source>What it was doing is undone; your project and your file are as they were.</source>
        <translation>Was er gerade tat, ist rückgängig gemacht; Ihr Projekt und Ihre Datei sind, wie sie waren.</translation>
    </message>
    <message>
        <source>What lies at {host} is no news of versions.</source>
        <translation>Was bei {host} liegt, sind keine Neuigkeiten von Versionen.</translation>
    </message>
    <message>
        <source>What message {number} calls is not written as JSON with the name of a tool.</source>
        <translation>Was Nachricht {number} aufruft, ist nicht als JSON mit dem Namen eines Werkzeugs geschrieben.</translation>
    </message>
    <message>
        <source>What message {number} says (content) is neither a text nor a list of parts.</source>
        <translation>Was Nachricht {number} sagt (content), ist weder ein Text noch eine Liste von Teilen.</translation>
    </message>
    <message>
        <source>What stands above it worked; your projects and settings were not touched.</source>
        <translation>Was darüber steht, hat geklappt; Ihre Projekte und Einstellungen wurden nicht angerührt.</translation>
    </message>
    <message>
        <source>What the answers cost is not known here: {provider} charges them like any others.</source>
        <translation>Was die Antworten kosten, ist hier nicht bekannt: {provider} berechnet sie wie alle anderen.</translation>
    </message>
    <message>
        <source>What the model is to say to a question; in a row, the right answer that it learns from.</source>
        <translation>Was das Modell auf eine Frage sagen soll; in einer Zeile die richtige Antwort, aus der es lernt.</translation>
    </message>
    <message>
        <source>What this judge said is not in the project any more.</source>
        <translation>Was dieser Richter sagte, ist nicht mehr im Projekt.</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>What was just spent could not be entered into the list in {folder}.</source>
        <translation>Was gerade ausgegeben wurde, konnte nicht in die Liste in {folder} eingetragen werden.</translation>
    </message>
    <message>
        <source>What was read of the file could not be put aside.</source>
        <translation>Was von der Datei gelesen wurde, konnte nicht zwischengespeichert werden.</translation>
    </message>
    <message>
        <source>What you decided may not fit them any more; nothing of it was done.</source>
        <translation>Was Sie entschieden haben, passt vielleicht nicht mehr zu ihnen; nichts davon wurde ausgeführt.</translation>
    </message>
    <message>
        <source>Whether that helps with new prompts, only rows in the validation part can show.</source>
        <translation>Ob das bei neuen Prompts hilft, können nur Zeilen im Validierungsteil zeigen.</translation>
    </message>
    <message>
        <source>Who is better is open.</source>
        <translation>Welches besser ist, ist offen.</translation>
    </message>
    <message>
        <source>Whoever runs this address gives you the key. Do not pass it on to anybody else.</source>
        <translation>Den Schlüssel bekommen Sie von dem, der diese Adresse betreibt. Geben Sie ihn an niemanden weiter.</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>With fewer than 50 rows a model hardly changes, or learns them by heart. From 50 to 100 it takes on tone and form.</source>
        <translation>Mit weniger als 50 Zeilen ändert sich ein Modell kaum, oder es lernt sie auswendig. Mit 50 bis 100 nimmt es Ton und Form an.</translation>
    </message>
    <message>
        <source>Without a key it lets nobody in, so it was not asked.</source>
        <translation>Ohne Schlüssel lässt es niemanden hinein, darum wurde nicht gefragt.</translation>
    </message>
    <message>
        <source>Without it nothing can be fetched. Nothing was changed.</source>
        <translation>Ohne es lässt sich nichts holen. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Without it the connection cannot be checked, so nothing was sent.</source>
        <translation>Ohne Zertifikat lässt sich die Verbindung nicht prüfen, darum wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>Without its base model that training could not go on, so nothing was removed.</source>
        <translation>Ohne sein Basismodell könnte dieses Training nicht weitergehen, darum wurde nichts entfernt.</translation>
    </message>
    <message>
        <source>Without knowing how its letters are written, “{name}” cannot be read.</source>
        <translation>Ohne zu wissen, wie seine Buchstaben geschrieben sind, lässt sich „{name}“ nicht lesen.</translation>
    </message>
    <message>
        <source>Without one no row can be compared by what it means.</source>
        <translation>Ohne ein solches lässt sich keine Zeile nach ihrer Bedeutung vergleichen.</translation>
    </message>
    <message>
        <source>Without them the answers cannot be compared on something the model has not seen.</source>
        <translation>Ohne sie lassen sich die Antworten nicht an etwas vergleichen, was das Modell noch nicht gesehen hat.</translation>
    </message>
    <message>
        <source>Without them there is nothing to compare a successor with, so nothing was asked.</source>
        <translation>Ohne sie gibt es nichts, womit sich ein Nachfolger vergleichen ließe; darum wurde nichts gefragt.</translation>
    </message>
    <message>
        <source>Write [ {{ … }}, {{ … }} ] for several calls, or press Esc to take your typing back.</source>
        <translation>Schreiben Sie bei mehreren Aufrufen [ {{ … }}, {{ … }} ], oder nehmen Sie die Eingabe mit Esc zurück.</translation>
    </message>
    <message>
        <source>Write a day in quotation marks, as year, month and day: “2026-11-21”.</source>
        <translation>Schreiben Sie ein Datum in Anführungszeichen, als Jahr, Monat und Tag: „2026-11-21“.</translation>
    </message>
    <message>
        <source>Write a number without quotation marks and without a currency, with a point for the decimals: 2.5.</source>
        <translation>Schreiben Sie eine Zahl ohne Anführungszeichen und ohne Währung, mit einem Punkt vor den Nachkommastellen: 2.5.</translation>
    </message>
    <message>
        <source>Write a text between quotation marks.</source>
        <translation>Schreiben Sie einen Text zwischen Anführungszeichen.</translation>
    </message>
    <message>
        <source>Write an address that begins with https:// or leave it empty.</source>
        <translation>Schreiben Sie eine Adresse, die mit https:// beginnt, oder lassen Sie das Feld leer.</translation>
    </message>
    <message>
        <source>Write at least one value.</source>
        <translation>Schreiben Sie mindestens einen Wert.</translation>
    </message>
    <message>
        <source>Write https:// in front of the address instead of http://.</source>
        <translation>Schreiben Sie https:// vor die Adresse statt http://.</translation>
    </message>
    <message>
        <source>Write it down, or take the one that was there at first.</source>
        <translation>Schreiben Sie sie auf, oder nehmen Sie die, die am Anfang dastand.</translation>
    </message>
    <message>
        <source>Write it without decimals.</source>
        <translation>Schreiben Sie sie ohne Nachkommastellen.</translation>
    </message>
    <message>
        <source>Write texts between quotation marks, with commas between them and square brackets around them.</source>
        <translation>Schreiben Sie Texte zwischen Anführungszeichen, mit Kommas dazwischen und eckigen Klammern darum.</translation>
    </message>
    <message>
        <source>Write the answer as it should be; the model&apos;s own becomes the one that is not preferred.</source>
        <translation>Schreiben Sie die Antwort, wie sie sein sollte; die des Modells wird zur nicht bevorzugten.</translation>
    </message>
    <message>
        <source>Write true or false, without quotation marks.</source>
        <translation>Schreiben Sie true oder false, ohne Anführungszeichen.</translation>
    </message>
    <message>
        <source>Write what the model is to be asked.</source>
        <translation>Schreiben Sie, was das Modell gefragt werden soll.</translation>
    </message>
    <message>
        <source>Write what the model is to do with each row.</source>
        <translation>Schreiben Sie, was das Modell mit jeder Zeile tun soll.</translation>
    </message>
    <message>
        <source>Yes, if a person who asked this could use the answer as it is: it does what the question asks, and says nothing that is not so. No in every other case.</source>
        <translation>Ja, wenn eine Person, die dies gefragt hat, die Antwort so verwenden könnte, wie sie ist: Sie tut, was die Frage verlangt, und sagt nichts, was nicht stimmt. Nein in jedem anderen Fall.</translation>
    </message>
    <message>
        <source>You can prepare data, but not train or ask models here yet.</source>
        <translation>Sie können Daten vorbereiten, aber hier noch keine Modelle trainieren oder fragen.</translation>
    </message>
    <message>
        <source>You choose the better of two answers without knowing which model wrote it.</source>
        <translation>Sie wählen die bessere von zwei Antworten, ohne zu wissen, welches Modell sie geschrieben hat.</translation>
    </message>
    <message>
        <source>Your account at {provider} has no money left for this.</source>
        <translation>Ihr Konto bei {provider} hat dafür kein Guthaben mehr.</translation>
    </message>
    <message>
        <source>Your answers may not fit it any more; nothing was taken from it.</source>
        <translation>Vielleicht passen Ihre Antworten nicht mehr dazu; es wurde nichts daraus übernommen.</translation>
    </message>
    <message>
        <source>Your data are pairs, in which one answer is better than another, so a row needs two different ones.</source>
        <translation>Ihre Daten sind Paare, in denen eine Antwort besser ist als die andere; eine Zeile braucht also zwei verschiedene.</translation>
    </message>
    <message>
        <source>Your key and your rows could be read on their way, so TuneDesk uses such addresses on this computer and in your own network only.</source>
        <translation>Ihr Schlüssel und Ihre Zeilen könnten unterwegs gelesen werden; darum verwendet TuneDesk solche Adressen nur auf diesem Computer und in Ihrem eigenen Netzwerk.</translation>
    </message>
    <message>
        <source>Your preferences could not be saved in {folder}.</source>
        <translation>Ihre Einstellungen konnten in {folder} nicht gespeichert werden.</translation>
    </message>
    <message>
        <source>Your project is unchanged; only the copy is missing.</source>
        <translation>Ihr Projekt ist unverändert; nur die Kopie fehlt.</translation>
    </message>
    <message>
        <source>Your rows are sent over your network to a computer that you, your school or your lab own, and stay there.</source>
        <translation>Ihre Zeilen werden über Ihr Netzwerk an einen Computer gesendet, der Ihnen, Ihrer Schule oder Ihrem Labor gehört, und bleiben dort.</translation>
    </message>
    <message>
        <source>Your rows are sent to Crusoe over the internet; its terms say how long it keeps them and what for.</source>
        <translation>Ihre Zeilen werden über das Internet an Crusoe gesendet; wie lange und wofür es sie behält, sagen seine Bedingungen.</translation>
    </message>
    <message>
        <source>Your rows are sent to Nebius over the internet; its terms say how long it keeps them and what for.</source>
        <translation>Ihre Zeilen werden über das Internet an Nebius gesendet; wie lange und wofür es sie behält, sagen seine Bedingungen.</translation>
    </message>
    <message>
        <source>Your rows are sent to OpenAI over the internet; its terms say how long it keeps them and what for.</source>
        <translation>Ihre Zeilen werden über das Internet an OpenAI gesendet; wie lange und wofür es sie behält, sagen seine Bedingungen.</translation>
    </message>
    <message>
        <source>Your rows are sent to the address you enter; whoever runs it can read them and may keep them.</source>
        <translation>Ihre Zeilen werden an die eingegebene Adresse gesendet; wer sie betreibt, kann sie lesen und vielleicht behalten.</translation>
    </message>
    <message>
        <source>Your rows are sent to your own resource at Microsoft; its terms say how long it keeps them and what for.</source>
        <translation>Ihre Zeilen werden an Ihre eigene Ressource bei Microsoft gesendet; wie lange und wofür es sie behält, sagen dessen Bedingungen.</translation>
    </message>
    <message>
        <source>Your rows are sent to {address}; whoever runs it can read them and may keep them.</source>
        <translation>Ihre Zeilen werden an {address} gesendet; wer die Adresse betreibt, kann sie lesen und vielleicht behalten.</translation>
    </message>
    <message>
        <source>Your rows stay on this computer.</source>
        <translation>Ihre Zeilen bleiben auf diesem Computer.</translation>
    </message>
    <message>
        <source>Your rows still lie there. Nothing on this computer was changed.</source>
        <translation>Ihre Zeilen liegen noch dort. Auf diesem Computer wurde nichts geändert.</translation>
    </message>
    <message>
        <source>a problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>accept a row</source>
        <translation>Zeile annehmen</translation>
    </message>
    <message>
        <source>add a turn</source>
        <translation>Beitrag hinzufügen</translation>
    </message>
    <message>
        <source>add the most frequent system message ({count})</source>
        <translation>häufigste Systemnachricht ergänzen ({count})</translation>
    </message>
    <message>
        <source>assistant</source>
        <translation>Assistent</translation>
    </message>
    <message>
        <source>change the name of who speaks</source>
        <translation>Namen des Sprechers ändern</translation>
    </message>
    <message>
        <source>change the role of a turn to {role}</source>
        <translation>Rolle eines Beitrags ändern: {role}</translation>
    </message>
    <message>
        <source>change the tags of a row</source>
        <translation>Schlagwörter einer Zeile ändern</translation>
    </message>
    <message>
        <source>change the tags of {count} rows</source>
        <translation>Schlagwörter von {count} Zeilen ändern</translation>
    </message>
    <message>
        <source>create a row from {name}</source>
        <translation>eine Zeile aus {name} anlegen</translation>
    </message>
    <message>
        <source>create {count} rows from {name}</source>
        <translation>{count} Zeilen aus {name} anlegen</translation>
    </message>
    <message>
        <source>cut a cell</source>
        <translation>Zelle ausschneiden</translation>
    </message>
    <message>
        <source>cut {count} cells</source>
        <translation>{count} Zellen ausschneiden</translation>
    </message>
    <message>
        <source>delete a row</source>
        <translation>Zeile löschen</translation>
    </message>
    <message>
        <source>delete a turn</source>
        <translation>Beitrag löschen</translation>
    </message>
    <message>
        <source>delete {count} rows</source>
        <translation>{count} Zeilen löschen</translation>
    </message>
    <message>
        <source>developer</source>
        <translation>Entwickler</translation>
    </message>
    <message>
        <source>divide the rows into parts anew</source>
        <translation>die Zeilen neu aufteilen</translation>
    </message>
    <message>
        <source>do not learn from an answer</source>
        <translation>aus einer Antwort nicht lernen</translation>
    </message>
    <message>
        <source>duplicate a row</source>
        <translation>Zeile duplizieren</translation>
    </message>
    <message>
        <source>duplicate {count} rows</source>
        <translation>{count} Zeilen duplizieren</translation>
    </message>
    <message>
        <source>edit a turn ({role})</source>
        <translation>Beitrag bearbeiten ({role})</translation>
    </message>
    <message>
        <source>edit the calls of a turn</source>
        <translation>Aufrufe eines Beitrags bearbeiten</translation>
    </message>
    <message>
        <source>edit {field}</source>
        <translation>{field} bearbeiten</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>empty a cell</source>
        <translation>Zelle leeren</translation>
    </message>
    <message>
        <source>empty {count} cells</source>
        <translation>{count} Zellen leeren</translation>
    </message>
    <message>
        <source>end the answers with “{shown}” instead ({count})</source>
        <translation>Antworten stattdessen mit „{shown}“ beenden ({count})</translation>
    </message>
    <message>
        <source>end the questions with “{shown}” instead ({count})</source>
        <translation>Fragen stattdessen mit „{shown}“ beenden ({count})</translation>
    </message>
    <message>
        <source>exclude a row</source>
        <translation>Zeile ausschließen</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>ausgeschlossen</translation>
    </message>
    <message>
        <source>fill a cell</source>
        <translation>Zelle ausfüllen</translation>
    </message>
    <message>
        <source>fill {count} cells</source>
        <translation>{count} Zellen ausfüllen</translation>
    </message>
    <message>
        <source>grade a row with a model</source>
        <translation>eine Zeile mit einem Modell bewerten</translation>
    </message>
    <message>
        <source>grade {count} rows with a model</source>
        <translation>{count} Zeilen mit einem Modell bewerten</translation>
    </message>
    <message>
        <source>insert a row</source>
        <translation>Zeile einfügen</translation>
    </message>
    <message>
        <source>insert {count} rows</source>
        <translation>{count} Zeilen einfügen</translation>
    </message>
    <message>
        <source>keep one of several rows that are alike, exclude {count}</source>
        <translation>eine von mehreren ähnlichen Zeilen behalten, {count} ausschließen</translation>
    </message>
    <message>
        <source>keep the most frequent class, take out the other rows ({outvoted})</source>
        <translation>häufigste Klasse behalten, andere Zeilen herausnehmen ({outvoted})</translation>
    </message>
    <message>
        <source>learn from an answer</source>
        <translation>aus einer Antwort lernen</translation>
    </message>
    <message>
        <source>leave the questions empty ({count})</source>
        <translation>Fragen leer lassen ({count})</translation>
    </message>
    <message>
        <source>make a row with a model</source>
        <translation>eine Zeile mit einem Modell erzeugen</translation>
    </message>
    <message>
        <source>make a variation with a model</source>
        <translation>eine Variante mit einem Modell erzeugen</translation>
    </message>
    <message>
        <source>make both answers those of the assistant ({count})</source>
        <translation>beide Antworten dem Assistenten geben ({count})</translation>
    </message>
    <message>
        <source>make {count} rows with a model</source>
        <translation>{count} Zeilen mit einem Modell erzeugen</translation>
    </message>
    <message>
        <source>make {count} variations with a model</source>
        <translation>{count} Varianten mit einem Modell erzeugen</translation>
    </message>
    <message>
        <source>mark a row as a problem</source>
        <translation>Zeile als Problem markieren</translation>
    </message>
    <message>
        <source>mark a row as {status}</source>
        <translation>Zeile als {status} markieren</translation>
    </message>
    <message>
        <source>mark {count} rows as {status}</source>
        <translation>{count} Zeilen als {status} markieren</translation>
    </message>
    <message>
        <source>move a row</source>
        <translation>Zeile verschieben</translation>
    </message>
    <message>
        <source>move a row to {part}</source>
        <translation>Zeile in den Teil {part} verschieben</translation>
    </message>
    <message>
        <source>move a turn</source>
        <translation>Beitrag verschieben</translation>
    </message>
    <message>
        <source>move {count} rows</source>
        <translation>{count} Zeilen verschieben</translation>
    </message>
    <message>
        <source>move {count} rows to {part}</source>
        <translation>{count} Zeilen in den Teil {part} verschieben</translation>
    </message>
    <message>
        <source>name the speakers user and assistant ({count})</source>
        <translation>Sprecher user und assistant nennen ({count})</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>paste a cell</source>
        <translation>Zelle einfügen</translation>
    </message>
    <message>
        <source>paste {count} cells</source>
        <translation>{count} Zellen einfügen</translation>
    </message>
    <message>
        <source>put a space before the answers ({count})</source>
        <translation>Leerzeichen vor die Antworten setzen ({count})</translation>
    </message>
    <message>
        <source>put spaces inside, so that they are plain text ({count})</source>
        <translation>Leerzeichen einfügen, damit es reiner Text ist ({count})</translation>
    </message>
    <message>
        <source>put “[account number]” in place of account numbers ({count})</source>
        <translation>Kontonummern durch „[account number]“ ersetzen ({count})</translation>
    </message>
    <message>
        <source>put “[card number]” in place of card numbers ({count})</source>
        <translation>Kartennummern durch „[card number]“ ersetzen ({count})</translation>
    </message>
    <message>
        <source>put “[e-mail address]” in place of e-mail addresses ({count})</source>
        <translation>E-Mail-Adressen durch „[e-mail address]“ ersetzen ({count})</translation>
    </message>
    <message>
        <source>put “[key]” in place of keys ({count})</source>
        <translation>Schlüssel durch „[key]“ ersetzen ({count})</translation>
    </message>
    <message>
        <source>put “[telephone number]” in place of telephone numbers ({count})</source>
        <translation>Telefonnummern durch „[telephone number]“ ersetzen ({count})</translation>
    </message>
    <message>
        <source>put “{shown}” behind the answers ({count})</source>
        <translation>„{shown}“ hinter die Antworten setzen ({count})</translation>
    </message>
    <message>
        <source>put “{shown}” behind the questions ({count})</source>
        <translation>„{shown}“ hinter die Fragen setzen ({count})</translation>
    </message>
    <message>
        <source>replace “{sought}” by “{replacement}”</source>
        <translation>„{sought}“ durch „{replacement}“ ersetzen</translation>
    </message>
    <message>
        <source>reviewed</source>
        <translation>geprüft</translation>
    </message>
    <message>
        <source>set the system message of all rows</source>
        <translation>die Systemnachricht aller Zeilen setzen</translation>
    </message>
    <message>
        <source>swap the better and the worse answer</source>
        <translation>bessere und schlechtere Antwort tauschen</translation>
    </message>
    <message>
        <source>system prompt</source>
        <translation>Systemprompt</translation>
    </message>
    <message>
        <source>take in a corrected answer</source>
        <translation>korrigierte Antwort aufnehmen</translation>
    </message>
    <message>
        <source>take off what follows the last answer ({count})</source>
        <translation>wegnehmen, was auf die letzte Antwort folgt ({count})</translation>
    </message>
    <message>
        <source>take out byte order marks ({count})</source>
        <translation>Byte-Order-Marks entfernen ({count})</translation>
    </message>
    <message>
        <source>take out classes with one row ({count})</source>
        <translation>Klassen mit nur einer Zeile herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out control characters ({count})</source>
        <translation>Steuerzeichen entfernen ({count})</translation>
    </message>
    <message>
        <source>take out conversations of which nothing is learnt ({count})</source>
        <translation>Gespräche herausnehmen, aus denen nichts gelernt wird ({count})</translation>
    </message>
    <message>
        <source>take out conversations with calls without result ({count})</source>
        <translation>Gespräche mit Aufrufen ohne Ergebnis herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out conversations with incomplete calls ({count})</source>
        <translation>Gespräche mit unvollständigen Aufrufen herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out conversations with results nobody called for ({count})</source>
        <translation>Gespräche mit Ergebnissen ohne Aufruf herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out conversations with unknown speakers ({count})</source>
        <translation>Gespräche mit unbekannten Sprechern herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out conversations with unreadable calls ({count})</source>
        <translation>Gespräche mit unlesbaren Aufrufen herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out conversations without an answer ({count})</source>
        <translation>Gespräche ohne Antwort herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out empty system messages ({count})</source>
        <translation>leere Systemnachrichten entfernen ({count})</translation>
    </message>
    <message>
        <source>take out entries no model reads ({count})</source>
        <translation>Einträge entfernen, die kein Modell liest ({count})</translation>
    </message>
    <message>
        <source>take out half characters ({count})</source>
        <translation>halbe Zeichen entfernen ({count})</translation>
    </message>
    <message>
        <source>take out pairs that are not complete ({count})</source>
        <translation>unvollständige Paare herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out pairs with answers of several messages ({count})</source>
        <translation>Paare mit Antworten aus mehreren Nachrichten herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out pairs with equal answers ({count})</source>
        <translation>Paare mit gleichen Antworten herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out pairs with pictures or tools ({count})</source>
        <translation>Paare mit Bildern oder Werkzeugen herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out pairs without a question ({count})</source>
        <translation>Paare ohne Frage herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out repeated rows ({count})</source>
        <translation>wiederholte Zeilen herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out rows for measuring that are trained on ({count})</source>
        <translation>Messzeilen herausnehmen, die trainiert werden ({count})</translation>
    </message>
    <message>
        <source>take out rows of another shape ({count})</source>
        <translation>Zeilen anderer Form herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out rows that are nearly the same, all but the first ({count})</source>
        <translation>fast gleiche Zeilen bis auf die erste herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out rows that are too long ({count})</source>
        <translation>zu lange Zeilen herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out rows that differ in spelling alone ({count})</source>
        <translation>Zeilen herausnehmen, die nur in der Schreibweise abweichen ({count})</translation>
    </message>
    <message>
        <source>take out rows the model cannot learn from ({count})</source>
        <translation>Zeilen herausnehmen, aus denen das Modell nicht lernen kann ({count})</translation>
    </message>
    <message>
        <source>take out rows with an unknown degree of detail ({count})</source>
        <translation>Zeilen mit unbekannter Detailstufe herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out rows with broken lists of tools ({count})</source>
        <translation>Zeilen mit kaputten Werkzeuglisten herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out rows with damaged pictures ({count})</source>
        <translation>Zeilen mit beschädigten Bildern herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out rows with pictures outside of a question ({count})</source>
        <translation>Zeilen mit Bildern außerhalb einer Frage herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out rows with pictures that are too large ({count})</source>
        <translation>Zeilen mit zu großen Bildern herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out rows with pictures that cannot be found ({count})</source>
        <translation>Zeilen mit nicht auffindbaren Bildern herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out rows with too many pictures ({count})</source>
        <translation>Zeilen mit zu vielen Bildern herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out rows with what is neither text nor picture ({count})</source>
        <translation>Zeilen mit anderem als Text und Bild herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out rows without a question ({count})</source>
        <translation>Zeilen ohne Frage herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out rows without an answer ({count})</source>
        <translation>Zeilen ohne Antwort herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out the sign for lost letters ({count})</source>
        <translation>Zeichen für verlorene Buchstaben entfernen ({count})</translation>
    </message>
    <message>
        <source>take out these rows ({count})</source>
        <translation>diese Zeilen herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take out unknown entries of messages ({count})</source>
        <translation>unbekannte Einträge von Nachrichten entfernen ({count})</translation>
    </message>
    <message>
        <source>take out very long rows ({count})</source>
        <translation>sehr lange Zeilen herausnehmen ({count})</translation>
    </message>
    <message>
        <source>take over a row from a model</source>
        <translation>eine Zeile von einem Modell übernehmen</translation>
    </message>
    <message>
        <source>take over {count} rows from a model</source>
        <translation>{count} Zeilen von einem Modell übernehmen</translation>
    </message>
    <message>
        <source>take spaces off around the answers ({count})</source>
        <translation>Leerzeichen um die Antworten entfernen ({count})</translation>
    </message>
    <message>
        <source>take these signs out ({count})</source>
        <translation>diese Zeichen entfernen ({count})</translation>
    </message>
    <message>
        <source>take “{shown}” off the beginning of the answers ({count})</source>
        <translation>„{shown}“ am Anfang der Antworten wegnehmen ({count})</translation>
    </message>
    <message>
        <source>take “{shown}” off the beginning of the questions ({count})</source>
        <translation>„{shown}“ am Anfang der Fragen wegnehmen ({count})</translation>
    </message>
    <message>
        <source>test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>the answer (assistant)</source>
        <translation>Antwort (Assistent)</translation>
    </message>
    <message>
        <source>the better answer</source>
        <translation>bessere Antwort</translation>
    </message>
    <message>
        <source>the completion</source>
        <translation>Completion</translation>
    </message>
    <message>
        <source>the prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>the prompt (user)</source>
        <translation>Prompt (Nutzer)</translation>
    </message>
    <message>
        <source>the system prompt</source>
        <translation>Systemprompt</translation>
    </message>
    <message>
        <source>the worse answer</source>
        <translation>schlechtere Antwort</translation>
    </message>
    <message>
        <source>tool result</source>
        <translation>Werkzeugergebnis</translation>
    </message>
    <message>
        <source>training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>turn all rows into chats</source>
        <translation>alle Zeilen in Chats umwandeln</translation>
    </message>
    <message>
        <source>turn all rows into prompts with completions</source>
        <translation>alle Zeilen in Prompts mit Completion umwandeln</translation>
    </message>
    <message>
        <source>turn rows into chats ({fit})</source>
        <translation>Zeilen in Chats umwandeln ({fit})</translation>
    </message>
    <message>
        <source>turn rows into prompts with completions ({fit})</source>
        <translation>Zeilen in Prompts mit Completions umwandeln ({fit})</translation>
    </message>
    <message>
        <source>use an excluded row again</source>
        <translation>ausgeschlossene Zeile wieder verwenden</translation>
    </message>
    <message>
        <source>use the most frequent system message ({count})</source>
        <translation>häufigste Systemnachricht verwenden ({count})</translation>
    </message>
    <message>
        <source>user</source>
        <translation>Nutzer</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>write a note beside a row</source>
        <translation>Notiz an eine Zeile schreiben</translation>
    </message>
    <message>
        <source>write a note beside {count} rows</source>
        <translation>Notiz an {count} Zeilen schreiben</translation>
    </message>
    <message>
        <source>write back a row as a model learned it</source>
        <translation>Zeile so zurückschreiben, wie ein Modell sie lernte</translation>
    </message>
    <message>
        <source>write each class in one way ({count})</source>
        <translation>jede Klasse einheitlich schreiben ({count})</translation>
    </message>
    <message>
        <source>write the answers in small letters ({count})</source>
        <translation>Antworten kleinschreiben ({count})</translation>
    </message>
    <message>
        <source>write the questions in small letters ({count})</source>
        <translation>Fragen kleinschreiben ({count})</translation>
    </message>
    <message>
        <source>write the weights as 0 or 1 ({count})</source>
        <translation>Gewichte als 0 oder 1 schreiben ({count})</translation>
    </message>
    <message>
        <source>write what tools are given as text ({count})</source>
        <translation>Werkzeugeingaben als Text schreiben ({count})</translation>
    </message>
    <message>
        <source>{answers} answers are too many: up to {most} can be asked for at once. Take a part of the combinations, drawn by chance.</source>
        <translation>{answers} Antworten sind zu viele: Auf einmal lassen sich höchstens {most} anfordern. Nehmen Sie einen zufällig gezogenen Teil der Kombinationen.</translation>
    </message>
    <message>
        <source>{base}, tuned with TuneDesk. In TuneDesk it is called {model}.</source>
        <translation>{base}, mit TuneDesk trainiert. In TuneDesk heißt es {model}.</translation>
    </message>
    <message>
        <source>{count} answers are copies of one before. A higher temperature makes them vary more.</source>
        <translation>{count} Antworten sind Kopien einer früheren. Mit höherer Temperatur unterscheiden sie sich mehr.</translation>
    </message>
    <message>
        <source>{count} answers are nearly the same as one before. A model learns little from them.</source>
        <translation>{count} Antworten sind fast gleich einer früheren. Daraus lernt ein Modell wenig.</translation>
    </message>
    <message>
        <source>{count} bytes</source>
        <translation>{count} Byte</translation>
    </message>
    <message>
        <source>{count} rows are more than a sheet of Excel holds ({most}).</source>
        <translation>{count} Zeilen sind mehr, als ein Excel-Blatt fasst ({most}).</translation>
    </message>
    <message>
        <source>{folder} has {free} MB left; bringing everything home needs about {needed} MB.</source>
        <translation>In {folder} sind noch {free} MB frei; um alles nach Hause zu holen, braucht es etwa {needed} MB.</translation>
    </message>
    <message>
        <source>{folder} holds files of these names already: {names}.</source>
        <translation>In {folder} liegen schon Dateien mit diesen Namen: {names}.</translation>
    </message>
    <message>
        <source>{host} could not be reached for news of versions.</source>
        <translation>{host} war für Neuigkeiten von Versionen nicht zu erreichen.</translation>
    </message>
    <message>
        <source>{name}, of the training {trainings}</source>
        <translation>{name}, aus dem Training {trainings}</translation>
    </message>
    <message>
        <source>{prompts} prompts can show what the settings do, but hardly which one is best. From about 20 prompts on one can begin to tell.</source>
        <translation>{prompts} Prompts zeigen, was die Einstellungen bewirken, aber kaum, welche die beste ist. Ab etwa 20 Prompts lässt es sich allmählich sagen.</translation>
    </message>
    <message>
        <source>{provider} asks to wait; going on in {seconds} s.</source>
        <translation>{provider} bittet zu warten; weiter geht es in {seconds} s.</translation>
    </message>
    <message>
        <source>{provider} broke off in the middle of its reply.</source>
        <translation>{provider} brach mitten in der Antwort ab.</translation>
    </message>
    <message>
        <source>{provider} cannot be reached.</source>
        <translation>{provider} ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>{provider} did not reply in time.</source>
        <translation>{provider} hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>{provider} did not say whether it began the training.</source>
        <translation>{provider} hat nicht gesagt, ob das Training begonnen wurde.</translation>
    </message>
    <message>
        <source>{provider} does not allow this.</source>
        <translation>{provider} erlaubt das nicht.</translation>
    </message>
    <message>
        <source>{provider} does not have it any more: it was deleted there, or its time had run out.</source>
        <translation>{provider} hat es nicht mehr: Es wurde dort gelöscht, oder seine Frist ist abgelaufen.</translation>
    </message>
    <message>
        <source>{provider} does not have this model (any more).</source>
        <translation>{provider} hat dieses Modell nicht (mehr).</translation>
    </message>
    <message>
        <source>{provider} does not know the half-sent training file any more.</source>
        <translation>{provider} kennt die halb gesendete Trainingsdatei nicht mehr.</translation>
    </message>
    <message>
        <source>{provider} does not know this training any more.</source>
        <translation>{provider} kennt dieses Training nicht mehr.</translation>
    </message>
    <message>
        <source>{provider} does not know what was asked for.</source>
        <translation>{provider} kennt nicht, wonach gefragt wurde.</translation>
    </message>
    <message>
        <source>{provider} does not measure here how well classes are told apart.</source>
        <translation>{provider} misst hier nicht, wie gut Klassen unterschieden werden.</translation>
    </message>
    <message>
        <source>{provider} does not offer this.</source>
        <translation>{provider} bietet das nicht an.</translation>
    </message>
    <message>
        <source>{provider} does not take the training file “{name}”.</source>
        <translation>{provider} nimmt die Trainingsdatei „{name}“ nicht an.</translation>
    </message>
    <message>
        <source>{provider} had a fault of its own.</source>
        <translation>Bei {provider} ist selbst etwas schiefgegangen.</translation>
    </message>
    <message>
        <source>{provider} is busy and asks us to wait.</source>
        <translation>{provider} ist ausgelastet und bittet um etwas Geduld.</translation>
    </message>
    <message>
        <source>{provider} offers this, but not to this key.</source>
        <translation>{provider} bietet das an, aber nicht für diesen Schlüssel.</translation>
    </message>
    <message>
        <source>{provider} refused the key.</source>
        <translation>{provider} hat den Schlüssel nicht angenommen.</translation>
    </message>
    <message>
        <source>{provider} refused the request: {message}</source>
        <translation>{provider} hat die Anfrage nicht angenommen: {message}</translation>
    </message>
    <message>
        <source>{provider} sent a reply that is not in the language both were speaking.</source>
        <translation>{provider} hat eine Antwort gesendet, die nicht in der vereinbarten Sprache ist.</translation>
    </message>
    <message>
        <source>{provider} sent {done} bytes of a file that has {length}.</source>
        <translation>{provider} hat {done} Byte einer Datei gesendet, die {length} hat.</translation>
    </message>
    <message>
        <source>{provider} still looks at the training file after {minutes} minutes.</source>
        <translation>{provider} prüft die Trainingsdatei nach {minutes} Minuten noch immer.</translation>
    </message>
    <message>
        <source>{provider} takes long to answer: {seconds} seconds so far.</source>
        <translation>{provider} lässt sich mit der Antwort Zeit: bisher {seconds} Sekunden.</translation>
    </message>
    <message>
        <source>{provider} wanted to send TuneDesk on to another address.</source>
        <translation>{provider} wollte TuneDesk an eine andere Adresse weiterschicken.</translation>
    </message>
    <message>
        <source>{provider} wants validation rows as well.</source>
        <translation>{provider} möchte auch Validierungszeilen.</translation>
    </message>
    <message>
        <source>{provider} wants validation rows as well. Move some rows to the validation part on the page Data, or divide them anew there: “Check up…”.</source>
        <translation>{provider} möchte auch Validierungszeilen. Verschieben Sie auf der Seite „Daten“ einige Zeilen in den Validierungsteil, oder teilen Sie sie dort neu auf: „Prüfen…“.</translation>
    </message>
    <message>
        <source>{title} does not learn from chats. Choose another model, or convert the rows: “Check up…” on the page Data.</source>
        <translation>{title} lernt nicht aus Chats. Wählen Sie ein anderes Modell, oder wandeln Sie die Zeilen um: „Prüfen…“ auf der Seite „Daten“.</translation>
    </message>
    <message>
        <source>{title} does not learn from pairs of a better and a worse answer (DPO). Choose another model or another place, or convert the rows into chats: “Check up…” on the page Data.</source>
        <translation>{title} lernt nicht aus Paaren einer besseren und einer schlechteren Antwort (DPO). Wählen Sie ein anderes Modell oder einen anderen Ort, oder wandeln Sie die Zeilen in Chats um: „Prüfen…“ auf der Seite „Daten“.</translation>
    </message>
    <message>
        <source>{title} does not learn from prompts with completions. Choose another model, or convert the rows into chats: “Check up…” on the page Data.</source>
        <translation>{title} lernt nicht aus Prompts mit Completions. Wählen Sie ein anderes Modell, oder wandeln Sie die Zeilen in Chats um: „Prüfen…“ auf der Seite „Daten“.</translation>
    </message>
    <message>
        <source>{reason}</source>
        <translation>{reason}</translation>
    </message>
    <message>
        <source>{title} and everything trained from it will be switched off on {date} (days left: {days}).</source>
        <translation>{title} und alles, was daraus trainiert wurde, wird am {date} abgeschaltet (verbleibende Tage: {days}).</translation>
    </message>
    <message>
        <source>{title} does not learn from rows of this kind ({count} of them are chosen).</source>
        <translation>{title} lernt nicht aus Zeilen dieser Art (davon sind {count} gewählt).</translation>
    </message>
    <message>
        <source>{title} takes no new trainings after {date} (days left: {days}).</source>
        <translation>{title} nimmt nach dem {date} keine neuen Trainings an (verbleibende Tage: {days}).</translation>
    </message>
    <message>
        <source>{title} takes no new trainings since {date}. Choose another model.</source>
        <translation>{title} nimmt seit dem {date} keine neuen Trainings an. Wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>{title} takes one kind a file, so nothing was written.</source>
        <translation>{title} nimmt nur eine Art pro Datei, darum wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>{title} was switched off on {date}. Choose another model.</source>
        <translation>{title} wurde am {date} abgeschaltet. Wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>{total}, of which {learnt} are learnt</source>
        <translation>{total}, davon werden {learnt} gelernt</translation>
    </message>
    <message>
        <source>{total}, of which {learnt} are learnt (an estimate)</source>
        <translation>{total}, davon werden {learnt} gelernt (geschätzt)</translation>
    </message>
    <message>
        <source>{value} %</source>
        <translation>{value} %</translation>
    </message>
    <message>
        <source>{{response}} can only stand in the template of the answer: the prompt comes first.</source>
        <translation>{{response}} kann nur in der Vorlage der Antwort stehen: Der Prompt kommt zuerst.</translation>
    </message>
    <message>
        <source>“Like the system” follows your computer&apos;s own setting.</source>
        <translation>„Wie das System“ folgt der Einstellung Ihres Computers.</translation>
    </message>
    <message>
        <source>“low” has to be at most “high”, and “default” between them or “auto”.</source>
        <translation>„low“ darf höchstens so groß sein wie „high“, und „default“ muss dazwischenliegen oder „auto“ sein.</translation>
    </message>
    <message>
        <source>“{address}” is an address without encryption.</source>
        <translation>„{address}“ ist eine Adresse ohne Verschlüsselung.</translation>
    </message>
    <message>
        <source>“{address}” is not an address that can be used.</source>
        <translation>„{address}“ ist keine verwendbare Adresse.</translation>
    </message>
    <message>
        <source>“{delimiter}” cannot be what separates the cells.</source>
        <translation>„{delimiter}“ kann nicht das sein, was die Zellen trennt.</translation>
    </message>
    <message>
        <source>“{field}” in “{name}”, at {place}, is nothing TuneDesk knows there.</source>
        <translation>„{field}“ in „{name}“, bei {place}, ist nichts, was TuneDesk dort kennt.</translation>
    </message>
    <message>
        <source>“{field}” is missing in “{name}”, at {place}.</source>
        <translation>„{field}“ fehlt in „{name}“, bei {place}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” is none of the words TuneDesk knows there: {found}.</source>
        <translation>„{field}“ bei {place} in „{name}“ ist keines der Wörter, die TuneDesk dort kennt: {found}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” is not a day: {found}.</source>
        <translation>„{field}“ bei {place} in „{name}“ ist kein Datum: {found}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” is not a group in curly brackets: {found}.</source>
        <translation>„{field}“ bei {place} in „{name}“ ist keine Gruppe in geschweiften Klammern: {found}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” is not a list of texts: {found}.</source>
        <translation>„{field}“ bei {place} in „{name}“ ist keine Liste von Texten: {found}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” is not a list: {found}.</source>
        <translation>„{field}“ bei {place} in „{name}“ ist keine Liste: {found}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” is not a number that can be reckoned with: {found}.</source>
        <translation>„{field}“ bei {place} in „{name}“ ist keine Zahl, mit der sich rechnen lässt: {found}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” is not a text: {found}.</source>
        <translation>„{field}“ bei {place} in „{name}“ ist kein Text: {found}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” is not a whole number: {found}.</source>
        <translation>„{field}“ bei {place} in „{name}“ ist keine ganze Zahl: {found}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” is not the address of a page: {found}.</source>
        <translation>„{field}“ bei {place} in „{name}“ ist nicht die Adresse einer Seite: {found}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” lies outside its own bounds: {found}.</source>
        <translation>„{field}“ bei {place} in „{name}“ liegt außerhalb der eigenen Grenzen: {found}.</translation>
    </message>
    <message>
        <source>“{field}” of {place} in “{name}” says neither yes nor no: {found}.</source>
        <translation>„{field}“ bei {place} in „{name}“ sagt weder ja noch nein: {found}.</translation>
    </message>
    <message>
        <source>“{model}” answered with another kind of numbers than before.</source>
        <translation>„{model}“ hat mit einer anderen Art von Zahlen geantwortet als zuvor.</translation>
    </message>
    <message>
        <source>“{model}” cannot be cleared away now.</source>
        <translation>„{model}“ lässt sich jetzt nicht wegräumen.</translation>
    </message>
    <message>
        <source>“{model}” cannot be put into one model with its base.</source>
        <translation>„{model}“ lässt sich nicht mit seiner Basis zu einem Modell zusammenfügen.</translation>
    </message>
    <message>
        <source>“{model}” cannot be used here.</source>
        <translation>„{model}“ lässt sich hier nicht verwenden.</translation>
    </message>
    <message>
        <source>“{model}” cannot become a GGUF file here.</source>
        <translation>„{model}“ kann hier keine GGUF-Datei werden.</translation>
    </message>
    <message>
        <source>“{model}” could not be fetched.</source>
        <translation>„{model}“ konnte nicht geholt werden.</translation>
    </message>
    <message>
        <source>“{model}” could not be written to the disk.</source>
        <translation>„{model}“ konnte nicht auf die Festplatte geschrieben werden.</translation>
    </message>
    <message>
        <source>“{model}” holds no model that can be used here.</source>
        <translation>„{model}“ enthält kein Modell, das sich hier verwenden lässt.</translation>
    </message>
    <message>
        <source>“{model}” is a base model, and nothing was added to it.</source>
        <translation>„{model}“ ist ein Basismodell, zu dem nichts hinzukam.</translation>
    </message>
    <message>
        <source>“{model}” is being used at this moment.</source>
        <translation>„{model}“ wird gerade verwendet.</translation>
    </message>
    <message>
        <source>“{model}” is not in the bin any more.</source>
        <translation>„{model}“ ist nicht mehr im Papierkorb.</translation>
    </message>
    <message>
        <source>“{model}” is not on this computer any more.</source>
        <translation>„{model}“ ist nicht mehr auf diesem Computer.</translation>
    </message>
    <message>
        <source>“{model}” is not used, to keep this computer safe.</source>
        <translation>„{model}“ wird nicht verwendet, damit dieser Computer sicher bleibt.</translation>
    </message>
    <message>
        <source>“{model}” was given to the engine when it was started.</source>
        <translation>„{model}“ wurde der Engine beim Start mitgegeben.</translation>
    </message>
    <message>
        <source>“{model}” was not put back, because there is another one in its place by now.</source>
        <translation>„{model}“ wurde nicht zurückgelegt, weil inzwischen ein anderes an seiner Stelle ist.</translation>
    </message>
    <message>
        <source>“{name}” cannot be opened in {folder}.</source>
        <translation>„{name}“ in {folder} lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>“{name}” cannot be read beyond row {line}.</source>
        <translation>„{name}“ lässt sich nach Zeile {line} nicht weiterlesen.</translation>
    </message>
    <message>
        <source>“{name}” cannot be read in {folder}.</source>
        <translation>„{name}“ in {folder} lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>“{name}” cannot be understood from line {line} on (sign {column} of it).</source>
        <translation>„{name}“ ist ab Zeile {line} (Zeichen {column} darin) nicht zu verstehen.</translation>
    </message>
    <message>
        <source>“{name}” could not be opened.</source>
        <translation>„{name}“ konnte nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>“{name}” could not be read or written.</source>
        <translation>„{name}“ konnte nicht gelesen oder geschrieben werden.</translation>
    </message>
    <message>
        <source>“{name}” could not be written into {folder}.</source>
        <translation>„{name}“ konnte nicht in {folder} geschrieben werden.</translation>
    </message>
    <message>
        <source>“{name}” could not be written.</source>
        <translation>„{name}“ konnte nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>“{name}” has changed since you looked at it.</source>
        <translation>„{name}“ hat sich geändert, seit Sie hineingesehen haben.</translation>
    </message>
    <message>
        <source>“{name}” has no answers to compare with.</source>
        <translation>„{name}“ hat keine Antworten zum Vergleichen.</translation>
    </message>
    <message>
        <source>“{name}” has no ending that says how the numbers are to be written.</source>
        <translation>„{name}“ hat keine Endung, die sagt, wie die Zahlen geschrieben werden sollen.</translation>
    </message>
    <message>
        <source>“{name}” holds no certificate.</source>
        <translation>„{name}“ enthält kein Zertifikat.</translation>
    </message>
    <message>
        <source>“{name}” holds no rows that can be read as JSON.</source>
        <translation>„{name}“ enthält keine Zeilen, die sich als JSON lesen lassen.</translation>
    </message>
    <message>
        <source>“{name}” holds no text: it looks like a picture, a program or a packed file.</source>
        <translation>„{name}“ enthält keinen Text: Es sieht nach einem Bild, einem Programm oder einer gepackten Datei aus.</translation>
    </message>
    <message>
        <source>“{name}” is a Parquet file, and the part that reads them is not installed.</source>
        <translation>„{name}“ ist eine Parquet-Datei, und der Teil, der solche liest, ist nicht installiert.</translation>
    </message>
    <message>
        <source>“{name}” is a TuneDesk project, not a table.</source>
        <translation>„{name}“ ist ein TuneDesk-Projekt, keine Tabelle.</translation>
    </message>
    <message>
        <source>“{name}” is a file of Apple Numbers.</source>
        <translation>„{name}“ ist eine Datei von Apple Numbers.</translation>
    </message>
    <message>
        <source>“{name}” is a folder.</source>
        <translation>„{name}“ ist ein Ordner.</translation>
    </message>
    <message>
        <source>“{name}” is a packed file (an archive).</source>
        <translation>„{name}“ ist eine gepackte Datei (ein Archiv).</translation>
    </message>
    <message>
        <source>“{name}” is a project that is open at this moment.</source>
        <translation>„{name}“ ist ein Projekt, das gerade geöffnet ist.</translation>
    </message>
    <message>
        <source>“{name}” is a web page or an XML file, whatever its name ends in.</source>
        <translation>„{name}“ ist eine Webseite oder eine XML-Datei, worauf der Name auch endet.</translation>
    </message>
    <message>
        <source>“{name}” is a written document, such as a letter or a PDF, not a table.</source>
        <translation>„{name}“ ist ein Schriftstück, etwa ein Brief oder ein PDF, keine Tabelle.</translation>
    </message>
    <message>
        <source>“{name}” is already open in another window.</source>
        <translation>„{name}“ ist schon in einem anderen Fenster geöffnet.</translation>
    </message>
    <message>
        <source>“{name}” is being written by another program at this moment.</source>
        <translation>„{name}“ wird gerade von einem anderen Programm geschrieben.</translation>
    </message>
    <message>
        <source>“{name}” is damaged and cannot be opened.</source>
        <translation>„{name}“ ist beschädigt und lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>“{name}” is damaged.</source>
        <translation>„{name}“ ist beschädigt.</translation>
    </message>
    <message>
        <source>“{name}” is empty.</source>
        <translation>„{name}“ ist leer.</translation>
    </message>
    <message>
        <source>“{name}” is not a TuneDesk project.</source>
        <translation>„{name}“ ist kein TuneDesk-Projekt.</translation>
    </message>
    <message>
        <source>“{name}” is not a description of what is to be made.</source>
        <translation>„{name}“ ist keine Beschreibung dessen, was erzeugt werden soll.</translation>
    </message>
    <message>
        <source>“{name}” is not in {folder} any more.</source>
        <translation>„{name}“ ist nicht mehr in {folder}.</translation>
    </message>
    <message>
        <source>“{name}” is not the kind of file you chose.</source>
        <translation>„{name}“ ist nicht die Art von Datei, die Sie gewählt haben.</translation>
    </message>
    <message>
        <source>“{name}” is protected with a password.</source>
        <translation>„{name}“ ist mit einem Passwort geschützt.</translation>
    </message>
    <message>
        <source>“{name}” is too large to be read as a workbook.</source>
        <translation>„{name}“ ist zu groß, um als Arbeitsmappe gelesen zu werden.</translation>
    </message>
    <message>
        <source>“{name}” may not be written to.</source>
        <translation>In „{name}“ darf nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>“{name}” was closed in the meantime.</source>
        <translation>„{name}“ wurde inzwischen geschlossen.</translation>
    </message>
    <message>
        <source>“{name}” was made by a newer TuneDesk.</source>
        <translation>„{name}“ wurde mit einem neueren TuneDesk gemacht.</translation>
    </message>
    <message>
        <source>“{name}” would become too large for this computer when it is unpacked.</source>
        <translation>„{name}“ würde beim Auspacken zu groß für diesen Computer.</translation>
    </message>
    <message>
        <source>“{replacement}” cannot be put in the place of what is found.</source>
        <translation>„{replacement}“ kann nicht an die Stelle des Gefundenen gesetzt werden.</translation>
    </message>
    <message>
        <source>“{said}” is not a number. Write the values with a space between them.</source>
        <translation>„{said}“ ist keine Zahl. Schreiben Sie die Werte mit einem Leerzeichen dazwischen.</translation>
    </message>
    <message>
        <source>“{sought}” is not a pattern (regular expression) that can be searched for.</source>
        <translation>„{sought}“ ist kein Muster (regulärer Ausdruck), nach dem gesucht werden kann.</translation>
    </message>
    <message>
        <source>… and {count} more, which the report as JSON lists.</source>
        <translation>… und {count} weitere; der Bericht als JSON führt sie auf.</translation>
    </message>
</context>
<context>
    <name>since</name>
    <message>
        <source>A row that was deleted</source>
        <translation>Eine gelöschte Zeile</translation>
    </message>
    <message>
        <source>Row {0}, {1}</source>
        <translation>Zeile {0}, {1}</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>in another part</source>
        <translation>in anderem Teil</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>not used any more</source>
        <translation>nicht mehr verwendet</translation>
    </message>
</context>
</TS>
